import { newId } from "@caravan/contracts";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import { at } from "../testing/make-order.ts";
import { closeStores, openStore, placeOne } from "../testing/order-stores.ts";
import * as schema from "./schema.ts";

afterAll(closeStores);

let test: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  test = await openStore();
  // As a newer version would have changed the table.
  await test.database.drizzle.execute(
    sql`alter table orders modify column status varchar(40) character set ascii collate ascii_bin not null`,
  );
});

beforeEach(async () => {
  await test.database.drizzle.delete(schema.orders);
});

/** Orders, some of them as a newer version left them. */
const withForeign = async (shopper: string, foreign: { steps?: string; status?: string }) => {
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1)
    ids.push((await placeOne(test.orders, shopper, newId("key"), null)).reply.body);
  const [strange = "", ...ours] = ids;
  await test.database.drizzle
    .update(schema.orders)
    .set({
      ...(foreign.steps === undefined ? {} : { steps: foreign.steps }),
      ...(foreign.status === undefined ? {} : { status: sql`${foreign.status}` }),
      nextAttemptAt: at(-1_000).now,
    })
    .where(eq(schema.orders.id, strange));
  return { strange, ours };
};

describe.each([
  { name: "a step", foreign: { steps: "gift-wrap,commit-stock" } },
  { name: "a status", foreign: { status: "gift-wrapped" } },
])("an order with $name that this version does not know", ({ foreign }) => {
  it("stops only itself: the steps of other orders run, and it is left to versions that know it", async () => {
    const { strange, ours } = await withForeign(newId("gst"), foreign);
    const claimed = await test.orders.claimDue({ now: at(5).now, until: at(35).now, limit: 2 });
    expect(claimed.map(({ id }) => id).sort()).toEqual(ours.sort());
    const [row] = await test.database.drizzle
      .select()
      .from(schema.orders)
      .where(eq(schema.orders.id, strange));
    expect(row?.nextAttemptAt).toEqual(at(-1_000).now);
    expect((await test.orders.lag(at(5).now)).notUnderstood).toBeGreaterThan(0);
  });

  it("is not driven past its deadline, and does not block orders that are", async () => {
    const { strange, ours } = await withForeign(newId("gst"), foreign);
    await test.database.drizzle
      .update(schema.orders)
      .set({ steps: sql`case when id = ${strange} then steps else '' end`, nextAttemptAt: null });
    const overdue = await test.orders.overdue({
      ...{ now: at(1_000).now, limit: 100, except: [] },
    });
    expect(ours.every((id) => overdue.includes(id))).toBe(true);
    expect(overdue).not.toContain(strange);
  });

  it("is not changed by this version, while the others in its round are", async () => {
    const { strange, ours } = await withForeign(newId("gst"), foreign);
    const cancel = (orderId: string) =>
      test.orders.change({
        orderId,
        decide: (order) => advance(order, { kind: "cancel", who: "shopper:1", why: null }, at(1)),
      });
    const outcomes = await Promise.allSettled([strange, ...ours].map(cancel));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    expect(outcomes[0]).toMatchObject({ reason: { code: "order-of-newer-version" } });
  });

  it("breaks no list", async () => {
    const shopper = newId("gst");
    const { strange, ours } = await withForeign(shopper, foreign);
    const listed = await test.orders.list([shopper], { before: undefined, limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(foreign.steps === undefined ? ours : [strange, ...ours]),
    );
    const search = { status: undefined, stuck: true, before: undefined, limit: 100 } as const;
    const stuck = await test.orders.search(search, at(5).now);
    expect(stuck.some(({ id }) => id === strange)).toBe(foreign.steps !== undefined);
  });
});
