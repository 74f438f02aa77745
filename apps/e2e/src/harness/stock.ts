import type { Connection } from "mysql2/promise";
import { expect } from "vitest";
import { rows, stockFaults } from "./databases.ts";
import { until } from "./until.ts";

/** Sets the free stock of a SKU the way a stock count would: a movement in the ledger and the new figure, in one transaction. */
export const setFreeStock = async (databases: Connection, sku: string, free: number): Promise<void> => {
  await databases.beginTransaction();
  const [stock] = await rows<{ on_hand: number; reserved: number }>(
    databases,
    "select on_hand, reserved from inventory.stock where sku = ? for update",
    [sku],
  );
  if (stock === undefined) throw new Error(`${sku} has no stock row`);
  const delta = free + stock.reserved - stock.on_hand;
  await databases.query(
    "insert into inventory.movements (sku, reason, on_hand_delta, reserved_delta, reservation_id, at) values (?, 'stocked', ?, 0, null, utc_timestamp(3))",
    [sku, delta],
  );
  await databases.query("update inventory.stock set on_hand = on_hand + ? where sku = ?", [delta, sku]);
  await databases.commit();
};

/** Waits until every placed order has reached inventory, then checks that stock and ledger agree to the piece. */
export const expectSoundStock = async (databases: Connection): Promise<void> => {
  await until("every order.placed event was applied", async () => {
    const [open] = await rows<{ n: number }>(
      databases,
      "select count(*) n from `order`.orders o join inventory.reservations r on r.order_id = o.id where r.status = 'held'",
    );
    return open?.n === 0 ? true : undefined;
  });
  expect(await stockFaults(databases)).toEqual([]);
};
