import type { OrderStatus } from "@caravan/contracts";
import { orders as orderRows } from "@caravan/order/schema";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Check } from "./check.ts";
import { money } from "./checks/money.ts";
import { checks } from "./checks.ts";
import { runAudit } from "./run-audit.ts";
import { auditText } from "./show.ts";
import { openShop, type TestShop } from "./testing/open-shop.ts";
import { change } from "./testing/planted-fault.ts";
import { now, plantSoundShop, type SoundShop } from "./testing/sound-shop.ts";

let shop: TestShop;
let orders: SoundShop;
beforeAll(async () => {
  shop = await openShop();
  orders = await plantSoundShop(shop);
});
afterAll(() => shop.close());

const status = (to: OrderStatus) =>
  change(orderRows, orderRows.id, { status: to })(shop.order, orders.delivered.order);
const audit = async (some: readonly Check[], pause = async () => {}) => {
  const { readers, takeSnapshots, close } = await shop.open();
  const options = { lagSeconds: 60, now: () => now, takeSnapshots, pause };
  return runAudit({ ...readers, redis: shop.redis }, some, options).finally(close);
};

test("a sound shop passes every check", async () => {
  const verdicts = await audit(checks);
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  expect(verdicts).toHaveLength(checks.length);
});

test("a fault that is gone at the second read is dropped, and one that stays is reported", async () => {
  await status("cancelled");
  const healed = await audit([money], async () => void (await status("delivered")));
  expect(healed).toEqual([{ name: money.name, faults: [] }]);
  await status("cancelled");
  const [verdict] = await audit([money]);
  expect(verdict?.faults).toMatchObject([{ id: orders.delivered.order }]);
  await status("delivered");
});

test("all checks of one run see the same snapshots, whatever is written meanwhile", async () => {
  const meddling: Check = {
    name: "meddling",
    run: async () => {
      await status("cancelled");
      return [];
    },
  };
  const verdicts = await audit([meddling, money]);
  await status("delivered");
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
});

test("a check that could not be made ends the audit with its reason, and without the text of its query", async () => {
  const lost: Check = {
    name: "nothing is lost",
    run: async () => {
      throw new Error("Failed query: select … params: ord_1,ord_2", { cause: new Error("read ECONNRESET") });
    },
  };
  await expect(audit([lost])).rejects.toThrow('"nothing is lost" could not be checked: read ECONNRESET');
});

test("twenty faults of a check are listed, and the others counted", () => {
  const faults = Array.from({ length: 23 }, (_, i) => ({ id: `ord_${i}`, sentence: `ord_${i} is lost.` }));
  const text = auditText([
    { name: "orders", faults },
    { name: "stock", faults: [] },
  ]);
  expect(text).toContain("orders: 23 faults");
  expect(text).toContain("ord_19 is lost.");
  expect(text).not.toContain("ord_20 is lost.");
  expect(text).toContain("… and 3 more");
  expect(text.split("\n")).toHaveLength(24);
  expect(text).toContain("NOT SOUND: 1 of 2 checks hold.");
});
