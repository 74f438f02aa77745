import { newId } from "@caravan/contracts";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Order } from "../domain/order.ts";
import type { Benefits } from "../domain/order-benefits.ts";
import { at } from "../testing/make-order.ts";
import { closeStores, idForm, keyedBy, openStore, placedBy, placeOnce } from "../testing/order-stores.ts";
import * as schema from "./schema.ts";

afterAll(closeStores);

let test: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  test = await openStore();
});

const applied = [
  { promotionId: newId("prm"), name: "Frühling “10 %” 🌷", code: "SPRING-10", discountCents: 125 },
  { promotionId: newId("prm"), name: "Two for one", code: null, discountCents: 0 },
];
const placePromoted = async (use: Benefits["use"] | undefined, parts: Partial<Order> = {}) => {
  const shopperId = newId("gst");
  const { body } = await placeOnce(test.orders, keyedBy(shopperId, newId("key")), idForm, (id, _, save) =>
    save((owner) => {
      const { order, ...rest } = placedBy(id, owner);
      const lines = order.lines.map((line, i) => ({ ...line, discountCents: i * 125 }));
      const benefits = use === undefined ? null : { use, applied };
      return { ...rest, order: { ...order, lines, benefits, ...parts } };
    }),
  );
  return body;
};
const read = async (id: string) => (await test.orders.find(id))?.order;

describe("what an order takes of promotions", () => {
  it("is kept with the order and its lines, and its use changes", async () => {
    const id = await placePromoted("held");
    expect(await read(id)).toMatchObject({
      benefits: { use: "held", applied },
      lines: [{ discountCents: 0 }, { discountCents: 125 }],
    });
    await test.orders.change({
      orderId: id,
      decide: (order) => ({
        order: { ...order, benefits: { use: "used", applied: [] } },
        events: [],
        entries: [],
      }),
    });
    expect((await read(id))?.benefits, "what was applied is never changed").toEqual({ use: "used", applied });
    expect((await read(await placePromoted(undefined)))?.benefits).toBeNull();
  });

  it("survives a version that knows neither columns nor steps of it", async () => {
    const id = await placePromoted("held");
    const columns = "id, shopper_id, status, total_cents, placed_at, steps";
    await test.database.drizzle.execute(
      sql`insert into orders (${sql.raw(columns)}) select ${sql.raw(columns)} from orders where id = ${id}
        on duplicate key update status = 'cancelled', steps = ''`,
    );
    expect(await read(id)).toMatchObject({ status: "cancelled", benefits: { use: "held", applied } });
    await test.database.drizzle.execute(
      sql`insert into order_lines (order_id, position, sku, product_id, name, quantity, price_cents)
        values (${id}, 9, 'CAR-0009', 'prd_1', 'Lamp', 1, 100)`,
    );
    expect((await read(id))?.lines.at(-1)).toMatchObject({ sku: "CAR-0009", discountCents: 0 });
  });

  it("is found when an older version has led the order past a step at promotion", async () => {
    await test.database.drizzle.delete(schema.orders);
    const idle = { steps: "", nextAttemptAt: null } as const;
    const put = async (use: Benefits["use"] | undefined, status: Order["status"], more: object = {}) => {
      const id = await placePromoted(use);
      await test.database.drizzle
        .update(schema.orders)
        .set({ status, ...idle, deadlineAt: null, ...more })
        .where(eq(schema.orders.id, id));
      return id;
    };
    const owing = [
      await put("held", "confirmed"),
      await put("held", "delivered"),
      await put("held", "expired"),
      await put("used", "cancelled"),
      await put("used", "refunded"),
    ];
    for (const [use, status] of [
      ["held", "stock-reserved"],
      ["used", "delivered"],
      ["used", "returned"],
      ["back", "cancelled"],
      [undefined, "cancelled"],
    ] as const)
      await put(use, status);
    await put("used", "cancelled", { steps: "cancel-promotion", nextAttemptAt: at().now });
    await put("used", "cancelled", { steps: "cancel-promotion" });
    const overdue = (except: string[], limit = 10) => test.orders.overdue({ now: at(60).now, limit, except });
    expect((await overdue([])).sort()).toEqual(owing.toSorted());
    expect(await overdue(owing.slice(1))).toEqual(owing.slice(0, 1));
    expect(await overdue([], 2)).toHaveLength(2);
  });
});
