import {
  decodeCursor,
  encodeCursor,
  type logisticsStaffRoutes,
  type RouteReplyInput,
  ShipmentId,
} from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { shipmentReply } from "../domain/reply.ts";

const Position = v.tuple([ShipmentId]);

/** One page of the shipments that wait for staff, newest first. */
export const listStoppedShipments = async (
  { shipments }: Dependencies,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<RouteReplyInput<typeof logisticsStaffRoutes.listStoppedShipments>> => {
  const [before] = decodeCursor(Position, cursor) ?? [];
  const found = await shipments.listStopped({ before, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((shipment) => ({ why: shipment.stopped ?? "", shipment: shipmentReply(shipment) })),
    ...(found.length > items.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};
