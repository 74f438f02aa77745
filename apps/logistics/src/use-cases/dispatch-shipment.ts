import type { Dependencies } from "../dependencies.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import { type Shipment, unannounced } from "../domain/shipment.ts";
import { startHandover } from "../domain/steps.ts";
import { handOver } from "./hand-over.ts";
import { leaseSeconds } from "./parcel-by-parcel.ts";

/** Hands a shipment over now, also one that has stopped. One that the carrier has already is unchanged. */
export const dispatchShipment = async (
  dependencies: Dependencies,
  { shipmentId }: { shipmentId: string },
): Promise<Shipment> => {
  const { shipments, now } = dependencies;
  const change = await shipments.change(shipmentId, (shipment) =>
    startHandover(shipment, { now: now(), leaseSeconds }),
  );
  if (change === undefined) throw shipmentUnknown(shipmentId);
  return unannounced(change.shipment).length === 0
    ? change.shipment
    : handOver(dependencies, change.shipment);
};
