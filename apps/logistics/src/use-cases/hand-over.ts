import type { Dependencies } from "../dependencies.ts";
import type { Announced } from "../domain/parcel.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import { type Shipment, unannounced } from "../domain/shipment.ts";
import { announce, putOff } from "../domain/steps.ts";

/** Longer than all parcels of a shipment take to announce; then another replica goes on. */
export const leaseSeconds = 60;

/**
 * Announces to the carrier what it does not have yet of a shipment whose handover was written down. What the carrier took is
 * kept, whatever becomes of the rest; the rest is asked again under the same references.
 *
 * @throws Refusal `carrier-unavailable` when some of it is left for later
 */
export const handOver = async (
  { shipments, carrier, now, timing }: Dependencies,
  shipment: Shipment,
): Promise<Shipment> => {
  const taken: Announced[] = [];
  let failure: unknown;
  for (const parcel of unannounced(shipment)) {
    const packed = shipment.packages.find(({ number }) => number === parcel.packageNumber);
    if (packed === undefined || shipment.deliverTo === null) continue;
    try {
      const { weightGrams } = packed;
      taken.push(await carrier.announce(parcel, { recipient: shipment.deliverTo, weightGrams }));
    } catch (error) {
      failure = error;
      break;
    }
  }
  const change = await shipments.change(shipment.id, (current) => {
    const step = { now: now(), timing };
    const outcome = announce(current, taken, step);
    return failure === undefined
      ? outcome
      : { ...outcome, shipment: putOff({ ...outcome.shipment, failures: current.failures }, step).shipment };
  });
  if (failure !== undefined) throw failure;
  if (change === undefined) throw shipmentUnknown(shipment.id);
  return change.shipment;
};
