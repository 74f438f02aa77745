import type { Tracking } from "../dependencies.ts";
import { isOver, updatesSince } from "../domain/reply.ts";
import type { Shipment } from "../domain/shipment.ts";

/** Browsers reconnect when a stream ends: soon if it was cut, hardly ever if no further update can come. */
const comeBackMilliseconds = 2_000;
const overMilliseconds = 3_600_000;

/** Most messages that wait for a slow reader; then it is cut, and resumes after the last one it got. */
const mostWaiting = 64;

/**
 * The shipment's updates as server-sent events: first the missed ones or the current state, then new ones, until it is
 * delivered, returned or cancelled.
 *
 * @see WHATWG HTML, section 9.2
 */
export const eventStream = (
  shipment: Shipment,
  lastNumber: number,
  tracking: Tracking,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let subscription: { stop(): void } | undefined;
  let open = true;
  let last = Math.min(lastNumber, shipment.tracking.length);
  let status: Shipment["status"] | undefined;

  const begin = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const close = (): void => {
      if (!open) return;
      open = false;
      subscription?.stop();
      controller.close();
    };
    const send = (text: string): void => {
      if (!open) return;
      controller.enqueue(encoder.encode(text));
      if ((controller.desiredSize ?? 0) <= 0) close();
    };
    const tell = (now: Shipment): void => {
      if (now.tracking.length <= last && now.status === status) return;
      for (const { id, update } of updatesSince(now, last))
        send(`event: shipment\nid: ${id}\ndata: ${JSON.stringify(update)}\n\n`);
      last = now.tracking.length;
      status = now.status;
      if (!isOver(now)) return;
      send(`retry: ${overMilliseconds}\n\n`);
      close();
    };
    if (!isOver(shipment))
      subscription = tracking.follow({
        shipmentId: shipment.id,
        tell,
        beat: () => send(": still here\n\n"),
        end: close,
      });
    send(`retry: ${comeBackMilliseconds}\n\n`);
    tell(shipment);
  };
  const stop = (): void => {
    open = false;
    subscription?.stop();
  };
  return new ReadableStream<Uint8Array>({ start: begin, cancel: stop }, { highWaterMark: mostWaiting });
};
