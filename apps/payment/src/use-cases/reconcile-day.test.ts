import { newId, Problem, Reconciliation } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { StatementLine } from "../domain/reconcile.ts";
import { openFakePayments } from "../testing/fake-payments.ts";
import { reconcileRecentDays } from "./reconcile-recent-days.ts";

const open = async () => {
  const shop = openFakePayments();
  const { bank, dependencies, postAsStaff, capture, refund, created, deliverLast } = shop;
  const path = (date: string) => `/v1/staff/reconciliations/${date}`;
  return {
    ...shop,
    path,
    captured: async () => {
      const { id } = await created();
      bank.shopper(id, "authorised");
      await deliverLast();
      await capture(id);
      await refund(id, 1_000);
      return id;
    },
    reconcile: async (date = "2026-11-21") =>
      v.parse(Reconciliation, await (await postAsStaff(path(date))).json()),
    line: (type: StatementLine["type"], reference: string, amountCents: number) =>
      bank.lines.push({ type, reference, paymentId: null, amountCents, at: dependencies.now() }),
  };
};
const balances = async (shop: Awaited<ReturnType<typeof open>>) => {
  const reply = (await (await shop.get("/v1/staff/books/balance")).json()) as {
    accounts: { account: string; balanceCents: number }[];
    sumCents: number;
  };
  const of = Object.fromEntries(reply.accounts.map(({ account, balanceCents }) => [account, balanceCents]));
  return { ...of, sum: reply.sumCents };
};

describe("reconciling a day", () => {
  it("matches line by line, books fees and payouts once, and keeps the result", async () => {
    const shop = await open();
    await shop.captured();
    shop.line("fee", "fee_1", 95);
    shop.line("payout", "out_1", 3_905);
    shop.later(60);
    for (let i = 0; i < 2; i += 1)
      expect(await shop.reconcile()).toMatchObject({ status: "matched", matchedLines: 4, differences: [] });
    expect(await balances(shop)).toEqual({
      "bank-receivable": 0,
      "bank-account": 3_905,
      "customer-deposits": -4_000,
      "bank-fees": 95,
      "bank-adjustments": 0,
      sum: 0,
    });
    const kept = await (await shop.get(shop.path("2026-11-21"))).json();
    expect(kept).toMatchObject({ date: "2026-11-21", status: "matched" });
    const none = await shop.get(shop.path("2026-11-19"));
    expect([none.status, v.parse(Problem, await none.json()).code]).toEqual([404, "reconciliation-unknown"]);
  });

  it("lists what the books miss, what the bank misses and what differs, each with a suggestion", async () => {
    const shop = await open();
    const [first, second] = [await shop.captured(), await shop.captured()];
    const { lines } = shop.bank;
    const index = lines.findIndex(({ reference }) => reference === first);
    lines.splice(index, 1);
    const other = lines.find(({ reference }) => reference === second);
    if (other) Object.assign(other, { amountCents: 4_999 });
    const foreign = newId("pay");
    lines.push({
      type: "capture",
      reference: foreign,
      paymentId: foreign,
      amountCents: 7,
      at: shop.dependencies.now(),
    });
    shop.later(60);
    const result = await shop.reconcile();
    expect(result.status).toBe("differences");
    expect(result.differences).toMatchObject([
      { kind: "amount-differs", reference: second, bankCents: 4_999, booksCents: 5_000 },
      { kind: "missing-in-books", reference: foreign, bankCents: 7, booksCents: null },
      { kind: "missing-at-bank", reference: first, bankCents: null, booksCents: 5_000 },
    ]);
    for (const { suggestion } of result.differences) expect(suggestion).toMatch(/^[A-Z].{20,}\.$/);
    expect(shop.counted.at(-1)).toBe("differences 3");
  });

  it("makes payments due that the books miss", async () => {
    const shop = await open();
    const { id } = await shop.created();
    shop.bank.shopper(id, "authorised");
    await shop.deliverLast();
    shop.bank.faults.push("reply-lost");
    await shop.capture(id);
    shop.later(15);
    expect(await shop.reconcile()).toMatchObject({
      differences: [{ kind: "missing-in-books", paymentId: id }],
    });
    expect(shop.rows.get(id)?.dueAt).toEqual(shop.dependencies.now());
  });

  it("leaves out movements that may still be under way", async () => {
    const shop = await open();
    shop.bank.lines.push({
      type: "capture",
      reference: newId("pay"),
      paymentId: newId("pay"),
      amountCents: 7,
      at: shop.dependencies.now(),
    });
    expect(await shop.reconcile()).toMatchObject({ status: "matched", matchedLines: 0 });
  });

  it("matches movements that the two clocks put on different sides of midnight", async () => {
    const shop = await open();
    shop.later(14.5 * 3600 - 60);
    const id = await shop.captured();
    for (const line of shop.bank.lines) Object.assign(line, { at: new Date("2026-11-22T00:00:00.500Z") });
    shop.later(120);
    await reconcileRecentDays(shop.dependencies, 3600);
    expect(await shop.reconciliations.find("2026-11-21")).toMatchObject({
      status: "matched",
      matchedLines: 0,
    });
    expect(await shop.reconciliations.find("2026-11-22")).toMatchObject({
      status: "matched",
      matchedLines: 2,
    });
    expect(shop.rows.get(id)?.status).toBe("captured");
  });

  it("finds a failed refund whose callback was lost", async () => {
    const shop = await open();
    const id = await shop.captured();
    const refundId = shop.rows.get(id)?.refunds[0]?.id ?? "";
    shop.bank.failRefund(id, refundId);
    shop.later(60);
    for (let i = 0; i < 2; i += 1)
      expect(await shop.reconcile()).toMatchObject({ status: "matched", matchedLines: 3 });
    expect(shop.rows.get(id)).toMatchObject({ refundedCents: 0, trouble: { kind: "refund-refused" } });
    expect(shop.events.at(-1)?.topic).toBe("payment.refund-failed.v1");
    expect(await balances(shop)).toMatchObject({ "bank-receivable": 5_000, "customer-deposits": -5_000 });
  });

  it("waits for refunds that the provider has only accepted", async () => {
    const shop = await open();
    shop.bank.refunds.next = "pending";
    const id = await shop.captured();
    shop.later(60);
    expect(await shop.reconcile()).toMatchObject({ status: "matched", matchedLines: 1 });
    expect(shop.rows.get(id)).toMatchObject({ refundedCents: 0 });
  });

  it("books adjustments of the provider, and failed payouts", async () => {
    const shop = await open();
    await shop.captured();
    shop.line("payout", "out_1", 4_000);
    shop.line("payout-failed", "out_1", 4_000);
    shop.line("adjustment", "dispute_1", 1_500);
    shop.later(60);
    for (let i = 0; i < 2; i += 1)
      expect(await shop.reconcile()).toMatchObject({ status: "matched", differences: [] });
    expect(await balances(shop)).toMatchObject({
      "bank-receivable": 2_500,
      "bank-account": 0,
      "bank-adjustments": 1_500,
      sum: 0,
    });
  });

  it("stores a thousand differences and their total number", async () => {
    const shop = await open();
    for (let i = 0; i < 1_200; i += 1) shop.line("capture", newId("pay"), 7);
    shop.later(60);
    const result = await shop.reconcile();
    expect([result.differences.length, result.differencesTotal]).toEqual([1_000, 1_200]);
  });

  it("refuses while the bank does not answer, and for a day that does not exist", async () => {
    const shop = await open();
    shop.bank.faults.push("down");
    expect((await shop.postAsStaff(shop.path("2026-11-21"))).status).toBe(503);
    for (const day of ["2026-11-32", "2026-02-30", "2026-11-22"])
      expect((await shop.postAsStaff(shop.path(day))).status).toBe(400);
  });
});
