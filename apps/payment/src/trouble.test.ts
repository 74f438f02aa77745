import { Payment, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { failLast, openCaptured, openPayment } from "./testing/one-payment.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";

const problem = async (reply: Response) => {
  const { code } = v.parse(Problem, await reply.json());
  return [reply.status, code];
};
const payment = async (reply: Response) => v.parse(Payment, await reply.json());

describe("a payment that does not end", () => {
  it("is shown to staff after twenty attempts, and tried for two weeks, not for ever", async () => {
    const { authorise, cancel, bank, id, row, workFor, listed, retry } = await openPayment();
    await authorise();
    bank.faults.push("down");
    expect((await cancel(id)).status).toBe(503);
    await workFor(0.5, "down");
    expect(await listed()).toMatchObject([
      { kind: "no-answer", payment: { id }, attempts: expect.any(Number) },
    ]);
    expect(await listed("?kind=unclaimed")).toEqual([]);
    await workFor(20, "down");
    expect(row()).toMatchObject({ dueAt: null, trouble: { kind: "no-answer" } });
    const looks = row()?.attempts ?? 0;
    expect(looks).toBeLessThan(400);
    await workFor(5, "down");
    expect(row()?.attempts).toBe(looks);
    expect(await payment(await retry())).toMatchObject({ status: "cancelled" });
    expect([row()?.trouble, row()?.unfinishedSince, await listed()]).toEqual([null, null, []]);
  });

  it("is cancelled after a day when the shopper never confirmed it", async () => {
    const { bank, id, row, workFor, events } = await openPayment();
    await workFor(0.9);
    expect(row()).toMatchObject({ status: "requires-confirmation", trouble: null });
    await workFor(0.2);
    expect([row()?.status, bank.intents.get(id)?.status, events]).toEqual(["cancelled", "voided", []]);
  });

  it("is shown to staff when the bank holds money that is neither captured nor voided", async () => {
    const { authorise, workFor, listed, capture, id } = await openPayment();
    await authorise();
    expect(await listed()).toEqual([]);
    await workFor(0.1);
    expect(await listed()).toMatchObject([{ kind: "unclaimed", payment: { status: "authorised" } }]);
    await capture(id);
    expect(await listed()).toEqual([]);
  });

  it.each(["capture", "cancel"] as const)(
    "is not tried any more once the bank refused to %s for good, until staff retries",
    async (what) => {
      const shop = await openPayment();
      const { authorise, bank, id, row, workFor, listed, retry } = shop;
      await authorise();
      bank.faults.push("refused");
      expect(await problem(await shop[what](id))).toEqual([422, "provider-refused"]);
      expect(row()).toMatchObject({ dueAt: null, trouble: { kind: "provider-refused" } });
      const asked = shop.counted.length;
      await workFor(2);
      expect([shop.counted.length, (await listed()).length]).toEqual([asked, 1]);
      expect(await payment(await retry())).toMatchObject({
        status: what === "capture" ? "captured" : "cancelled",
      });
      expect(await listed()).toEqual([]);
    },
  );

  it("does not hold up other lanes", async () => {
    const { bank, dependencies, later, created, rows, capture, id, authorise } = await openPayment();
    await authorise();
    bank.faults.push("down");
    await capture(id);
    // A hundred stuck ones, due for long, and a bank that answers each of them slowly.
    for (let i = 0; i < 100; i += 1) {
      const stuck = await created();
      const row = rows.get(stuck.id);
      if (row) rows.set(stuck.id, { ...row, dueAt: new Date(0), attempts: 10 });
    }
    later(30);
    const { read, ...rest } = bank.provider;
    const never = new Promise<never>(() => {});
    const provider = {
      ...rest,
      read: (payment: Parameters<typeof read>[0]) => (payment.attempts > 4 ? never : read(payment)),
    };
    void advancePayments({ ...dependencies, provider });
    await expect.poll(() => rows.get(id)?.status).toBe("captured");
  });
});

describe("a refund", () => {
  it("that the bank refuses is refused for good, and requested under a new id when staff retries", async () => {
    const { cancel, bank, id, row, listed, retry, workFor } = await openCaptured();
    bank.refunds.next = "refused";
    for (let i = 0; i < 2; i += 1) expect(await problem(await cancel(id))).toEqual([422, "refund-refused"]);
    await workFor(2);
    expect(row()).toMatchObject({ status: "captured", dueAt: null, refunds: [{ status: "refused" }] });
    expect(await listed()).toMatchObject([{ kind: "refund-refused" }]);
    bank.refunds.next = "succeeded";
    expect(await payment(await retry())).toMatchObject({
      status: "cancelled",
      refunded: { amountCents: 5_000 },
    });
    const refunds = row()?.refunds ?? [];
    expect(refunds.map(({ status }) => status)).toEqual(["refused", "succeeded"]);
    expect(new Set(refunds.map(({ key }) => key)).size).toBe(2);
    expect([row()?.trouble, await listed()]).toEqual([null, []]);
    await retry();
    expect(row()?.refunds).toHaveLength(2);
  });

  it("that the provider has only accepted is not done yet, and is read again", async () => {
    const { cancel, bank, id, row, events, movements, workFor } = await openCaptured();
    bank.refunds.next = "pending";
    expect(await payment(await cancel(id))).toMatchObject({
      status: "captured",
      refunded: { amountCents: 0 },
      onItsWayBack: { amountCents: 5_000 },
    });
    expect([events.length, movements.length, row()?.trouble]).toEqual([1, 1, null]);
    await workFor(1);
    expect(row()).toMatchObject({ status: "captured", trouble: null });
    bank.refunds.next = "succeeded";
    await workFor(1);
    expect(row()).toMatchObject({ status: "cancelled", refundedCents: 5_000 });
    expect(events.at(-1)?.topic).toBe("payment.refunded.v1");
  });

  it.each(["command", "cancellation"])(
    "that the provider accepted and failed is published, and requested under a new id: by %s",
    async (cause) => {
      const shop = await openCaptured();
      const { cancel, refund, bank, id, row, events, listed, retry } = shop;
      bank.refunds.next = "pending";
      const reply = await payment(await (cause === "command" ? refund(id, 5_000) : cancel(id)));
      expect(reply).toMatchObject({ refundFailed: { amountCents: 0 }, refundLost: { amountCents: 0 } });
      await failLast(shop)();
      expect(row()?.refunds).toMatchObject([{ status: "failed" }]);
      expect(events.at(-1)).toMatchObject({
        ...{ topic: "payment.refund-failed.v1", data: { amount: { amountCents: 5_000 } } },
      });
      const lost = { refundFailed: { amountCents: 5_000 }, refundLost: { amountCents: 5_000 } };
      expect(await listed()).toMatchObject([{ kind: "refund-refused", payment: lost }]);
      bank.refunds.next = "refused";
      await retry("again-1");
      expect(await listed()).toMatchObject([{ kind: "refund-refused", payment: lost }]);
      bank.refunds.next = "succeeded";
      expect(await payment(await retry("again-2"))).toMatchObject({
        ...{ refunded: { amountCents: 5_000 }, refundLost: { amountCents: 0 } },
      });
      expect([await listed(), events.at(-1)?.topic]).toEqual([[], "payment.refunded.v1"]);
    },
  );

  it.each(["command", "cancellation"])(
    "that failed after it was done is booked, published and shown to staff: by %s",
    async (cause) => {
      const shop = await openCaptured();
      const { cancel, refund, id, row, events, movements, listed, retry } = shop;
      await (cause === "command" ? refund(id, 2_000) : cancel(id));
      const [done] = row()?.refunds ?? [];
      if (done === undefined) throw new Error("no refund");
      const tell = failLast(shop);
      for (let i = 0; i < 2; i += 1) expect(await (await tell()).json()).toEqual({ received: true });
      expect(row()).toMatchObject({ status: "captured", refundedCents: 0, reservedCents: 0 });
      expect(movements.map(({ reason }) => reason)).toEqual(["captured", "refunded", "refund-failed"]);
      expect(events.at(-1)).toMatchObject({ topic: "payment.refund-failed.v1", data: { refundId: done.id } });
      expect(await listed()).toMatchObject([{ kind: "refund-refused" }]);
      for (let i = 0; i < 2; i += 1)
        expect(await payment(await retry())).toMatchObject({ refunded: { amountCents: done.amountCents } });
      expect(await listed()).toEqual([]);
    },
  );
});
