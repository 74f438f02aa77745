import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import type { Shipment } from "../domain/shipment.ts";
import { cancel } from "../domain/steps.ts";

/** Cancels a shipment, if its handover has not begun: its lock decides. */
export const cancelShipment = async (
  { shipments, now, timing }: Dependencies,
  input: { shipmentId: string; idempotencyKey: string },
): Promise<Shipment> => {
  const { shipmentId } = input;
  requireKey(input.idempotencyKey, shipmentId);
  const change = await shipments.change(shipmentId, (shipment) => cancel(shipment, { now: now(), timing }));
  if (change === undefined) throw shipmentUnknown(shipmentId);
  return change.shipment;
};
