import { openDatabase } from "../harness/databases.ts";
import { announceSale, askForPiece, commandSale, inSeconds, joinSale, placeOf } from "../harness/sale.ts";
import { newShopper } from "../harness/shopper.ts";
import { openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";
import type { Fault } from "./fault.ts";

/** A sale that is open, its database, and how to end both. */
const openSale = async () => {
  const { id } = await announceSale({
    ...{ sku: "CAR-0007", pieces: 3, cents: 990, paySeconds: 600, lotMilliseconds: 0, shards: 1 },
    ...{ opensAt: inSeconds(1), endsAt: inSeconds(3600) },
  });
  const flash = await openDatabase("flash");
  const end = async () => {
    await flash.end();
    await commandSale(id, "end");
  };
  return { id, flash, end };
};

/** A process that is gone has the lease of a sale, and it does not end. */
export const saleStalls: Fault = {
  what: "the lease of a flash sale is held by a process that is gone",
  fires: [{ alert: "FlashSaleStalled", words: ["flash"] }],
  inflict: async () => {
    const { id, flash, end } = await openSale();
    const keep = (until: Date | null) =>
      flash.query("update sales set kept_by = 'a process that is gone', kept_until = ? where id = ?", [
        until,
        id,
      ]);
    await keep(new Date(Date.now() + 3_600_000));
    return async () => {
      await keep(null);
      await end();
    };
  },
};

/** A piece of which no order is made. */
export const ticketWaits: Fault = {
  what: "a piece of a flash sale gets no order",
  fires: [{ alert: "FlashTicketsWait", words: ["flash"] }],
  inflict: async () => {
    const { id, flash, end } = await openSale();
    const shopper = await newShopper();
    const token = await joinSale(shopper, id);
    await until("a piece", async () =>
      (await askForPiece(shopper, id, token, "a-click")).status === 201 ? true : undefined,
    );
    const orderId = await until("its order", async () => (await placeOf(shopper, id))?.orderId ?? undefined);
    const set = (task: string, dueAt: Date) =>
      flash.query("update tickets set task = ?, due_at = ?, admitted_at = ? where sale_id = ?", [
        ...[task, dueAt, new Date(Date.now() - 600_000), id],
      ]);
    await set("order", new Date(Date.now() + 3_600_000));
    return async () => {
      await set("watch", new Date());
      await shopper.post(`/v1/orders/${orderId}/cancellation`, {});
      await end();
    };
  },
};

/** Redis has pieces that the sale does not have. */
export const piecesDiffer: Fault = {
  what: "Redis has three pieces too many of a flash sale",
  fires: [{ alert: "FlashBooksDiffer", words: ["flash"] }],
  // It looks back five minutes.
  overWithinSeconds: 480,
  lingers: true,
  inflict: async () => {
    const { id, end } = await openSale();
    const redis = await openStreams();
    await until("Redis knows the sale", async () =>
      (await redis.hget(`{flash:${id}:0}:state`, "phase")) === "open" ? true : undefined,
    );
    await redis.hincrby(`{flash:${id}:0}:state`, "free", 3);
    redis.disconnect();
    return end;
  },
};

/** One who waits beside free pieces, as Redis does not know of them. */
export const lineStands: Fault = {
  what: "one who waits in the line of a flash sale is not served",
  fires: [{ alert: "FlashLineStands", words: ["flash"] }],
  inflict: async () => {
    const { id, flash, end } = await openSale();
    const ticketId = `tkt_${crypto.randomUUID()}`;
    await flash.query(
      "insert into tickets (id, sale_id, shopper_id, click, status) values (?, ?, ?, 'a-click', 'waiting')",
      [ticketId, id, `gst_${crypto.randomUUID()}`],
    );
    return async () => {
      await flash.query("delete from tickets where id = ?", [ticketId]);
      await end();
    };
  },
};
