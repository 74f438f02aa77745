import type { Dependencies } from "../dependencies.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import type { Shipment } from "../domain/shipment.ts";

export const getShipment = async (
  { shipments }: Dependencies,
  input: { shopperId: string; shipmentId: string },
): Promise<Shipment> => {
  const shipment = await shipments.findOwn(input.shopperId, input.shipmentId);
  if (shipment === undefined) throw shipmentUnknown(input.shipmentId);
  return shipment;
};
