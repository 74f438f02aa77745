import { newId, Refusal } from "@caravan/contracts";
import { type Database, openDatabase } from "@caravan/database";
import type { TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PaymentStore } from "../dependencies.ts";
import { requestRefund, retry } from "../domain/commands.ts";
import { concludeRefund } from "../domain/refunds.ts";
import { make, moment, now, openRealStores, see } from "../testing/store-fixture.ts";
import { openStores } from "./open-stores.ts";
import * as schema from "./schema.ts";

let test: TestDatabase;
let second: Database;
/** Two replicas over one database. */
let replicas: readonly [PaymentStore, PaymentStore];
beforeAll(async () => {
  const { test: opened, payments } = await openRealStores();
  test = opened;
  second = await openDatabase({ ...test.settings, schema });
  const options = { now: () => now, traceparent: () => undefined, onChange: () => {} };
  replicas = [payments, openStores({ database: second, ...options }).payments];
});
afterAll(async () => {
  await second.close();
  await test.close();
});

const wanted = () => ({ key: newId("key"), amountCents: 200, reason: "broken" });

/** A payment of five euros whose refund of two failed. */
const owing = async (): Promise<string> => {
  const payment = make();
  const [{ insert, change }] = replicas;
  await insert(payment);
  await change(payment.id, see(payment, "captured"));
  const { refunds } = await change(payment.id, (known) => requestRefund(known, wanted(), moment));
  await change(payment.id, (known) => concludeRefund(known, refunds[0]?.id ?? "", "failed", moment));
  return payment.id;
};

it("of retries and new refunds that two replicas are asked for at once, one gives the money back", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, owing));
  const outcomes = await Promise.all(
    ids.map(async (id, round) => {
      const [one, other] = round % 2 === 0 ? replicas : replicas.toReversed();
      const refund = () => other?.change(id, (known) => requestRefund(known, wanted(), moment));
      const again = (key: string) => one?.change(id, (known) => retry(known, key, moment));
      const all = [refund(), again("staff-1"), refund(), again("staff-2")];
      return (await Promise.allSettled(all)).filter(({ status }) => status === "rejected");
    }),
  );
  for (const refused of outcomes)
    expect(refused).toEqual([1, 2].map(() => ({ status: "rejected", reason: expect.any(Refusal) })));
  for (const id of ids) {
    const payment = await replicas[0].find(id);
    expect(payment).toMatchObject({ reservedCents: 200, capturedCents: 500 });
    expect(payment?.refunds.map(({ status }) => status)).toEqual(["failed", "requested"]);
  }
});
