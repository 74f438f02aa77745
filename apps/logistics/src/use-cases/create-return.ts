import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import type { Shipment } from "../domain/shipment.ts";
import { requestReturn } from "../domain/steps.ts";

/** Records the return of a shipment; the dispatcher announces its return parcels to the carrier until it has them. */
export const createReturn = async (
  { shipments, now, timing }: Dependencies,
  input: { shipmentId: string; idempotencyKey: string },
): Promise<Shipment> => {
  const { shipmentId } = input;
  requireKey(input.idempotencyKey, shipmentId);
  const change = await shipments.change(shipmentId, (shipment) =>
    requestReturn(shipment, { now: now(), timing }),
  );
  if (change === undefined) throw shipmentUnknown(shipmentId);
  return change.shipment;
};
