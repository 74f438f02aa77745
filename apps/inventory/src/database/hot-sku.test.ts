import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { transition, want } from "../domain/reservation.ts";
import { openStores } from "./stores.ts";
import { openInventoryDatabase, putOnShelves } from "./testing/real-stores.ts";

let test: TestDatabase;
let stores: ReturnType<typeof openStores>;
const now = new Date("2026-11-21T09:30:00.000Z");
const hot = "CAR-0001";
const calm = Array.from({ length: 50 }, (_, i) => `CAR-${String(i + 2).padStart(4, "0")}`);

beforeAll(async () => {
  test = await openInventoryDatabase();
  await putOnShelves(
    test.database,
    Object.fromEntries([hot, ...calm].map((sku) => [sku, { north: 500 }])),
    now,
  );
  stores = openStores(test.database);
});
afterAll(() => test.close());

const hold = async (...skus: string[]) => {
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  const wanted = want({ id: newId("rsv"), orderId: newId("ord"), lines, now, holdMinutes: 15 });
  const { outcome } = await stores.reservations.hold(wanted, now);
  return { id: wanted.id, outcome };
};
const commit = ({ id }: { id: string }) =>
  stores.reservations.change(id, (it) => transition(it, "commit"), now);
const busy = { status: "rejected", reason: { code: "database-busy", retryAfterSeconds: 2 } };

it("a SKU whose row is stuck holds up only orders of that SKU: holds and commits", async () => {
  const heldHot = [await hold(hot), await hold(hot), await hold(hot, calm[0] ?? "")];
  const heldCalm = await Promise.all(calm.map((sku) => hold(sku)));
  await test.database.transaction(async (hanging) => {
    await hanging.execute(sql`update warehouse_stock set reserved = reserved where sku = ${hot}`);
    const stuck = Promise.allSettled([
      ...[hold(hot), hold(hot, calm[1] ?? ""), hold(hot, calm[2] ?? "")],
      ...heldHot.map(commit),
    ]);
    const startedAt = Date.now();
    const rest = await Promise.all([...calm.map((sku) => hold(sku)), ...heldCalm.map(commit)]);
    expect(rest).toHaveLength(100);
    // Also after the detection: an order that shares another SKU with a stuck one does not wait for it either.
    await Promise.all(calm.map((sku) => hold(sku)));
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    expect(await stuck).toMatchObject([busy, busy, busy, busy, busy, busy]);
  });
  expect(await hold(hot)).toMatchObject({ outcome: "held" });
  expect(await commit(heldHot[0] ?? { id: "" })).toMatchObject({ changed: true });
});
