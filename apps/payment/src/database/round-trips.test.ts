import type { TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, expect, it } from "vitest";
import { callbackBody, openFakePayments } from "../testing/fake-payments.ts";
import { openRealStores } from "../testing/store-fixture.ts";

let test: TestDatabase | undefined;
afterAll(() => test?.close());

const Status = v.tuple([v.object({ Value: v.pipe(v.string(), v.transform(Number)) })]);

it("takes a payment from begin to captured in 26 statements with five commits; concurrent payments share them", async () => {
  const { test: opened, ...stores } = await openRealStores();
  test = opened;
  const shop = openFakePayments(stores);
  const statements = async (): Promise<number> => {
    const [rows] = await opened.database.drizzle.execute(sql`show global status like 'Queries'`);
    return v.parse(Status, rows)[0].Value;
  };
  const pay = async (): Promise<void> => {
    const { id } = await shop.created();
    const newest = () => callbackBody(shop.bank.callbacks.findLast(({ seen }) => seen.paymentId === id));
    shop.bank.shopper(id, "authorised");
    const held = newest();
    expect(await (await shop.callback(held)).json()).toEqual({ received: true });
    expect((await shop.capture(id)).status).toBe(200);
    expect(await (await shop.callback(newest())).json()).toEqual({ received: true });
  };
  const measure = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await statements();
    await work();
    return (await statements()) - before - 1;
  };
  await pay();
  expect(await measure(pay)).toBeLessThanOrEqual(26);
  const crowd = 40;
  const together = await measure(() => Promise.all(Array.from({ length: crowd }, pay)));
  expect(together / crowd).toBeLessThan(10);
});
