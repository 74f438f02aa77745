import { isOver, updatesSince } from "../domain/reply.ts";
import type { Shipment } from "../domain/shipment.ts";

/** What a follower of a shipment was told. */
export interface Told {
  /** The revision last sent; older ones are not sent any more. */
  revision: number;
  /** The number of the last event. */
  last: number;
  status: Shipment["status"] | undefined;
}

/** A browser comes back when a stream ends; hardly ever, if no further update can come. */
const overMilliseconds = 3_600_000;

const encoder = new TextEncoder();

/** The messages that a follower has not got, and notes them as told; none when nothing has changed for it. */
export const newsFor = (told: Told, shipment: Shipment): readonly Uint8Array[] => {
  if (shipment.tracking.length <= told.last && shipment.status === told.status) return [];
  const messages = updatesSince(shipment, told.last).map(
    ({ id, update }) => `event: shipment\nid: ${id}\ndata: ${JSON.stringify(update)}\n\n`,
  );
  told.last = shipment.tracking.length;
  told.status = shipment.status;
  if (isOver(shipment)) messages.push(`retry: ${overMilliseconds}\n\n`);
  return messages.map((message) => encoder.encode(message));
};
