import type { Dependencies } from "../dependencies.ts";
import { after } from "../domain/shipment.ts";
import { handOver } from "./hand-over.ts";
import { leaseSeconds } from "./parcel-by-parcel.ts";

/** Shipments at the carrier at the same time. */
const batchSize = 16;
/** Batches of one round, so that a round ends soon after it is asked to. */
const mostBatches = 20;

/** Hands over every shipment whose time has come, and return parcels too. Any number of replicas may do it at once. */
export const dispatchDue = async (dependencies: Dependencies): Promise<void> => {
  const { shipments, now, log } = dependencies;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const start = now();
    const claimed = await shipments.claimDue("announce", start, after(start, leaseSeconds), batchSize);
    await Promise.all(
      claimed.map((shipment) =>
        handOver(dependencies, shipment).catch((error: unknown) =>
          log.warn({ err: error, shipment: shipment.id }, "a shipment is handed over later"),
        ),
      ),
    );
    if (claimed.length < batchSize) return;
  }
};
