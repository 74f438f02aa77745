import { type Databases, rows, stockFaults } from "./databases.ts";
import { until } from "./until.ts";

/** Sets the free stock of a SKU the way a stock count would: a movement in the ledger and the new figure, in one transaction. */
export const setFreeStock = async ({ inventory }: Databases, sku: string, free: number): Promise<void> => {
  await inventory.beginTransaction();
  const [stock] = await rows<{ on_hand: number; reserved: number }>(
    inventory,
    "select on_hand, reserved from stock where sku = ? for update",
    [sku],
  );
  if (stock === undefined) throw new Error(`${sku} has no stock row`);
  const delta = free + stock.reserved - stock.on_hand;
  await inventory.query(
    "insert into movements (sku, reason, on_hand_delta, reserved_delta, reservation_id, at) values (?, 'stocked', ?, 0, null, utc_timestamp(3))",
    [sku, delta],
  );
  await inventory.query("update stock set on_hand = on_hand + ? where sku = ?", [delta, sku]);
  await inventory.commit();
};

/** Orders that were placed but whose reservation is still only held. */
const unsettled = async ({ inventory, order }: Databases): Promise<number> => {
  const held = await rows<{ order_id: string }>(
    inventory,
    "select order_id from reservations where status = 'held'",
  );
  if (held.length === 0) return 0;
  const [placed] = await rows<{ n: number }>(order, "select count(*) n from orders where id in (?)", [
    held.map((row) => row.order_id),
  ]);
  return placed?.n ?? 0;
};

/** Waits until every placed order has reached inventory, then checks that stock and ledger agree to the piece. */
export const expectSoundStock = async (databases: Databases): Promise<void> => {
  await until("every order.placed event was applied", async () =>
    (await unsettled(databases)) === 0 ? true : undefined,
  );
  const faults = await stockFaults(databases.inventory);
  if (faults.length > 0) throw new Error(`stock and ledger disagree:\n${faults.join("\n")}`);
};
