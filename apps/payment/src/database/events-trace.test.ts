import { afterAll, beforeAll, expect, it } from "vitest";
import { traceparent as cause, make, openRealStores, see } from "../testing/store-fixture.ts";
import * as schema from "./schema.ts";

let opened: Awaited<ReturnType<typeof openRealStores>>;
beforeAll(async () => {
  opened = await openRealStores();
});
afterAll(() => opened.test.close());

const other = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const sameTrace = cause.replace("b7ad6b7169203331", "1234567890abcdef");

it.each([
  ["its order's trace, whatever causes it", other, other],
  ["its order's trace, as a child of a cause within it", sameTrace, cause],
  ["the trace of its cause when none is stored", null, cause],
])("a payment's event carries %s", async (_, stored, carried) => {
  const { payments, test } = opened;
  const payment = { ...make(), traceparent: stored };
  await payments.insert(payment);
  expect((await payments.find(payment.id))?.traceparent).toBe(stored);
  await payments.changeOnce(`cb ${payment.id}`, payment.id, see(payment, "authorised"));
  const events = await test.database.drizzle.select().from(schema.outbox);
  const own = events.filter(({ aggregateId }) => aggregateId === payment.id);
  expect(own.map(({ traceparent }) => traceparent)).toEqual([carried]);
});
