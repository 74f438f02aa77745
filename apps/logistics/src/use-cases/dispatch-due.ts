import { workOff } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import { after } from "../domain/shipment.ts";
import { handOver } from "./hand-over.ts";
import { leaseSeconds } from "./parcel-by-parcel.ts";

/** Shipments at the carrier at the same time. */
const batchSize = 16;
/** Batches of one round, so that a round ends soon after it is asked to. */
const mostBatches = 20;

/** Hands over every shipment whose time has come, and return parcels too. Any number of replicas may do it at once. */
export const dispatchDue = (dependencies: Dependencies): Promise<void> => {
  const { shipments, now, log } = dependencies;
  return workOff({
    ...{ batchSize, mostBatches },
    claim: (limit) => shipments.claimDue("announce", now(), after(now(), leaseSeconds), limit),
    work: (shipment) => handOver(dependencies, shipment),
    onFault: (error, { id }) => log.warn({ err: error, shipment: id }, "a shipment is handed over later"),
  });
};
