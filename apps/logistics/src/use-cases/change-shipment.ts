import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import type { Shipment } from "../domain/shipment.ts";
import type { cancel } from "../domain/steps.ts";

/** A step of order that changes a shipment; its id is the key. */
export interface StepInput {
  readonly shipmentId: string;
  readonly idempotencyKey: string;
}

/** Changes a shipment by a pure step, under its lock. Throws `shipmentUnknown` when there is none. */
export const changeShipment = async (
  { shipments, now, timing }: Dependencies,
  { shipmentId, idempotencyKey }: StepInput,
  step: typeof cancel,
): Promise<Shipment> => {
  requireKey(idempotencyKey, shipmentId);
  const change = await shipments.change(shipmentId, (shipment) => step(shipment, { now: now(), timing }));
  if (change === undefined) throw shipmentUnknown(shipmentId);
  return change.shipment;
};
