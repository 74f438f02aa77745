import { secondsAfter } from "@caravan/contracts";
import { workOff } from "@caravan/database";
import { continueOrder } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import { handOver } from "./hand-over.ts";
import { leaseSeconds } from "./parcel-by-parcel.ts";

/** Most shipments being handed over at the same time. */
const batchSize = 16;
/** Most batches of one round, so that a round ends soon after it is stopped. */
const mostBatches = 20;

/** Hands over all due shipments, and return parcels too. Any number of replicas may run it. */
export const dispatchDue = (dependencies: Dependencies): Promise<void> => {
  const { shipments, now, log } = dependencies;
  return workOff({
    ...{ batchSize, mostBatches },
    claim: (limit) => shipments.claimDue("announce", now(), secondsAfter(now(), leaseSeconds), limit),
    work: (shipment) => continueOrder("hand over shipment", shipment, () => handOver(dependencies, shipment)),
    onFault: (error, { id }) => log.warn({ err: error, shipment: id }, "a shipment is handed over later"),
  });
};
