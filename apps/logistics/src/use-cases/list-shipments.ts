import { decodeCursor, encodeCursor, ShipmentId, type Shipment as ShipmentReply } from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { shipmentReply } from "../domain/reply.ts";

const Position = v.tuple([ShipmentId]);

/** One page of the shopper's own shipments, newest first. */
export const listShipments = async (
  { shipments }: Dependencies,
  input: { shopperId: string; orderId: string | undefined; cursor: string | undefined; limit: number },
): Promise<{ items: ShipmentReply[]; nextCursor?: string }> => {
  const [before] = decodeCursor(Position, input.cursor) ?? [];
  const { shopperId, orderId, limit } = input;
  const found = await shipments.list(shopperId, { before, orderId, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(shipmentReply),
    ...(found.length > items.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};
