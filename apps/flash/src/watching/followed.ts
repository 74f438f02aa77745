import { isLineOver, type Sale } from "../domain/sale.ts";
import { saleReply } from "../replies.ts";
import { type Line, openLine } from "./line.ts";
import type { WatchedTickets } from "./watched-tickets.ts";

/** A sale with what is the same for all who follow it: encoded once. */
export interface Followed {
  readonly id: string;
  readonly line: Line;
  /** The message of the sale. */
  readonly chunk: () => Uint8Array;
  /** Encodes the sale again if its message is older; tells whether more than the clock has changed. */
  encode(sale: Sale, now: Date, mostMilliseconds: number): boolean;
  /** The sale as it was encoded last. */
  readonly sale: () => Pick<Sale, "phase">;
  /** Whether the line has come to its end since this was asked last. */
  takeEnd(): boolean;
  /** It was made just now: its first follower may still be on the way. */
  isFresh(): boolean;
}

const firstFollowerMilliseconds = 60_000;
const encoder = new TextEncoder();

/** A server-sent event. @see WHATWG HTML, section 9.2 */
export const encodeEvent = (event: "sale" | "place", data: object): Uint8Array =>
  encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

export const openFollowed = (watched: Pick<WatchedTickets, "line">, id: string): Followed => {
  const madeAt = performance.now();
  let chunk: Uint8Array = new Uint8Array();
  let encodedAt = Number.NEGATIVE_INFINITY;
  let told = "";
  let latest: Pick<Sale, "phase"> = { phase: "running" };
  let isEndTold = false;
  return {
    id,
    line: openLine(watched, id),
    chunk: () => chunk,
    encode(sale, now, mostMilliseconds) {
      if (performance.now() - encodedAt <= mostMilliseconds) return false;
      const reply = saleReply(sale, now);
      const lasting = JSON.stringify({ ...reply, serverTime: "" });
      const isNew = lasting !== told;
      told = lasting;
      chunk = encodeEvent("sale", reply);
      latest = sale;
      encodedAt = performance.now();
      return isNew;
    },
    sale: () => latest,
    takeEnd() {
      const isNew = !isEndTold && isLineOver(latest);
      isEndTold ||= isNew;
      return isNew;
    },
    isFresh: () => performance.now() - madeAt < firstFollowerMilliseconds,
  };
};
