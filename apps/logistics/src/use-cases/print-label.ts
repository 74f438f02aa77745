import type { Dependencies } from "../dependencies.ts";
import { labelOf } from "../domain/label.ts";
import { shipmentUnknown } from "../domain/refusals.ts";
import { drawLabel } from "../labels/draw-label.ts";
import { turns } from "../turns.ts";

/** One after the other: each needs tens of MB for a short time. */
const inTurn = turns(1);

/** The label of a package as a PDF. */
export const printLabel = async (
  { shipments, labelFonts }: Dependencies,
  input: { shipmentId: string; packageNumber: string },
): Promise<Uint8Array> => {
  const shipment = await shipments.find(input.shipmentId);
  if (shipment === undefined) throw shipmentUnknown(input.shipmentId);
  const label = labelOf(shipment, Number(input.packageNumber));
  return inTurn(() => drawLabel(label, labelFonts));
};
