import { newId } from "@caravan/contracts";
import { eq, sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { at } from "../testing/make-order.ts";
import { closeStores, openStore, placeOne } from "../testing/order-stores.ts";
import { selectSearch } from "./read-orders.ts";
import * as schema from "./schema.ts";

afterAll(closeStores);

it("the few stuck orders are found without scanning the whole table", async () => {
  const { database, orders } = await openStore();
  const stuck = (await placeOne(orders, newId("gst"))).reply.body;
  await database.drizzle.update(schema.orders).set({ attempts: 12 }).where(eq(schema.orders.id, stuck));
  // Thousands of delivered orders, all newer than the stuck one.
  await database.drizzle.execute(
    sql`insert into orders (id, shopper_id, status, total_cents, placed_at)
      select concat('ord_9', lpad(a.n * 64 + b.n, 10, '0')), 'usr_1', 'delivered', 100, now(3)
      from (select row_number() over () - 1 n from information_schema.columns limit 64) a,
           (select row_number() over () - 1 n from information_schema.columns limit 64) b`,
  );
  const search = { status: undefined, stuck: true, before: undefined, limit: 50 } as const;
  const read = await database.transaction(async (tx) => {
    const rows = async () => {
      const [found] = await tx.execute(sql`show session status like 'Handler_read_%'`);
      return (found as unknown as { Value: string }[]).reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    const before = await rows();
    expect((await selectSearch(tx, search, at(1).now)).map(({ id }) => id)).toEqual([stuck]);
    return (await rows()) - before;
  });
  expect(read).toBeLessThan(200);
});
