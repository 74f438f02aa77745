import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { capturedMovement, feeMovement } from "../domain/books.ts";
import type { StatementLine } from "../domain/reconcile.ts";
import { openFakePayments } from "../testing/fake-payments.ts";
import { openRealStores } from "../testing/store-fixture.ts";
import { reconcileDay } from "../use-cases/reconcile-day.ts";
import { insertManyMovements } from "./movement-rows.ts";

const Status = v.tuple([v.object({ Value: v.pipe(v.string(), v.transform(Number)) })]);
const date = "2026-11-21";
const at = new Date(`${date}T08:00:00.000Z`);
const captures = 500;

let stores: Awaited<ReturnType<typeof openRealStores>>;
let test: TestDatabase;
beforeAll(async () => {
  stores = await openRealStores();
  test = stores.test;
});
afterAll(() => test.close());

/** The number of statements of the work. */
const measure = async (work: () => Promise<unknown>): Promise<number> => {
  const count = async (): Promise<number> => {
    const [rows] = await test.database.drizzle.execute(sql`show global status like 'Queries'`);
    return v.parse(Status, rows)[0].Value;
  };
  const before = await count();
  await work();
  return (await count()) - before - 1;
};

/** A page of a busy day: booked captures, each with a fee that is not booked yet. */
const bookedPage = async (): Promise<StatementLine[]> => {
  const ids = Array.from({ length: captures }, () => newId("pay"));
  const booked = ids.map((id) => capturedMovement(id, 500));
  await test.database.transaction((tx) => insertManyMovements(tx, booked, at));
  return ids.flatMap((id): StatementLine[] => [
    { type: "capture", reference: id, paymentId: id, amountCents: 500, at },
    { type: "fee", reference: `fee ${id}`, paymentId: null, amountCents: 32, at },
  ]);
};

const open = (pages: readonly StatementLine[][]) => {
  const { payments, books, reconciliations } = stores;
  const shop = openFakePayments({ payments, books, reconciliations });
  const statement = async function* () {
    yield* pages;
  };
  return { ...shop.dependencies, provider: { ...shop.bank.provider, statement } };
};

it("a page of 1,000 lines costs a dozen statements, and half of that when its fees are booked", async () => {
  const pages = [await bookedPage()];
  const first = await measure(() => reconcileDay(open(pages), date));
  expect(first).toBeLessThanOrEqual(12);
  const again = await measure(async () => {
    const result = await reconcileDay(open(pages), date);
    expect(result).toMatchObject({ status: "matched", matchedLines: 2 * captures, differences: [] });
  });
  expect(again).toBeLessThanOrEqual(6);
  pages.push(await bookedPage(), await bookedPage());
  const more = await measure(async () => {
    const result = await reconcileDay(open(pages), date);
    expect(result).toMatchObject({ status: "matched", matchedLines: 6 * captures });
  });
  expect(more).toBeLessThanOrEqual(30);
});

it("replicas that book the same fees at once book each of them once, without splitting down to single ones", async () => {
  const fees = Array.from({ length: captures }, (_, i) => feeMovement(`twin ${i}`, 1));
  const cost = await measure(() => Promise.all([1, 2, 3].map(() => stores.books.record(fees, at))));
  expect(cost).toBeLessThan(60);
  const booked = await stores.books.byReferences(fees.map(({ reference }) => reference));
  expect(new Set(booked.map(({ reference }) => reference)).size).toBe(captures);
  expect(booked).toHaveLength(captures);
});

it("payments missing in the books are made due in batches", async () => {
  const ids = Array.from({ length: 1_200 }, () => newId("pay"));
  expect(await measure(() => stores.payments.makeDueNow(ids, at))).toBeLessThanOrEqual(3);
});
