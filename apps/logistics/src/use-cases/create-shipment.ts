import type { PostalAddress } from "@caravan/contracts";
import { currentTraceparent, requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { type Line, sameLines } from "../domain/pack.ts";
import { shipmentDiffers } from "../domain/refusals.ts";
import { prepare, type Shipment } from "../domain/shipment.ts";

/** Prepares the shipment of an order. A repetition returns the same shipment. */
export const createShipment = async (
  { shipments, newShipmentId, now, timing }: Dependencies,
  input: {
    orderId: string;
    shopperId: string;
    deliverTo: PostalAddress;
    lines: readonly Line[];
    idempotencyKey: string;
  },
): Promise<Shipment> => {
  const { orderId, shopperId, deliverTo, lines } = input;
  // The order's id is the key: the shipment itself then remembers the request, without a second table.
  requireKey(input.idempotencyKey, orderId);
  const made = prepare(
    {
      ...{ id: newShipmentId(), orderId, shopperId, deliverTo, lines, now: now() },
      traceparent: currentTraceparent(),
    },
    timing,
  );
  if (await shipments.add(made)) return made;
  const existing = await shipments.findByOrder(orderId);
  if (existing === undefined) throw new Error(`the shipment of ${orderId} is known and cannot be found`);
  const packed = existing.packages.flatMap((one) => one.lines);
  if (!sameLines(packed, lines) || !sameAddress(existing.deliverTo, deliverTo))
    throw shipmentDiffers(orderId);
  return existing;
};

/** An address that was erased cannot be compared any more. */
const sameAddress = (known: PostalAddress | null, asked: PostalAddress): boolean =>
  known === null ||
  (known.name === asked.name &&
    known.street === asked.street &&
    known.postalCode === asked.postalCode &&
    known.city === asked.city &&
    known.country === asked.country);
