import type { Dependencies } from "../dependencies.ts";
import type { Announced, Parcel } from "../domain/parcel.ts";
import { CarrierRefusal, shipmentUnknown } from "../domain/refusals.ts";
import { type Shipment, unannounced } from "../domain/shipment.ts";
import { announceSome } from "../domain/steps.ts";
import { askBatch, leaseSeconds, withFailure } from "./parcel-by-parcel.ts";

/**
 * Announces the parcels that the carrier does not have yet, after the start of the handover was recorded. Accepted parcels are
 * recorded batch by batch, whatever happens to the rest: another replica continues from there. The rest is repeated
 * under the same references or, after a final refusal, left to staff.
 *
 * @throws Refusal `carrier-unavailable` when some of it is left for later, `carrier-refused` when it is left to staff
 */
export const handOver = async (dependencies: Dependencies, begun: Shipment): Promise<Shipment> => {
  const { shipments, now, timing } = dependencies;
  let shipment = begun;
  while (unannounced(shipment).length > 0 && shipment.stopped === null) {
    const { answers, failure } = await askBatch(unannounced(shipment), (parcel) =>
      announceOne(dependencies, shipment, parcel),
    );
    const change = await shipments.change(shipment.id, (current) => {
      const outcome = announceSome(current, answers, { now: now(), timing, leaseSeconds });
      return withFailure(dependencies, outcome, current.failures, failure);
    });
    if (failure !== undefined) throw failure;
    if (change === undefined) throw shipmentUnknown(shipment.id);
    shipment = change.shipment;
  }
  return shipment;
};

const announceOne = async (
  { carrier }: Dependencies,
  { packages, deliverTo }: Shipment,
  parcel: Parcel,
): Promise<Announced> => {
  const packed = packages.find(({ number }) => number === parcel.packageNumber);
  if (packed === undefined || deliverTo === null) {
    const why = packed === undefined ? "package-unknown" : "address-erased";
    throw new CarrierRefusal(why, new Error(`${parcel.reference} cannot be announced: ${why}`));
  }
  return carrier.announce(parcel, { recipient: deliverTo, weightGrams: packed.weightGrams });
};
