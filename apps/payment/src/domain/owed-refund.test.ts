import { euros, formatMoney, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { requestRefund, retry } from "./commands.ts";
import { begin, type Payment } from "./payment.ts";
import { concludeRefund, type RefundOutcome } from "./refunds.ts";

const refundIds = Array.from({ length: 50 }, (_, number) => `rfd_${number}`);
const moment = {
  ...{ now: new Date(1_000_000), pollAfterSeconds: 20 },
  newRefundId: () => refundIds.shift() ?? "none",
};
const captured: Payment = {
  ...begin(
    { id: "pay_1", orderId: "ord_1", attempt: 1, amountCents: 500, returnUrl: "https://shop.test" },
    moment,
  ),
  ...{ intentId: "int_1", status: "captured", capturedCents: 500 },
};
const ask = (payment: Payment, key: string, amountCents: number) =>
  requestRefund(payment, { key, amountCents, reason: "broken" }, moment).payment;
const again = (payment: Payment, key = "staff-1") => retry(payment, key, moment).payment;
const end = (payment: Payment, outcome: RefundOutcome) =>
  concludeRefund(payment, payment.refunds.at(-1)?.id ?? "none", outcome, moment).payment;
const refusalOf = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("it was not refused");
};

describe.each(["failed", "succeeded and then failed"])("while a refund that %s is owed", (how) => {
  const asked = ask(captured, "a", 200);
  const lost = end(how === "failed" ? asked : end(asked, "succeeded"), "failed");

  it("a new one is refused in words that name it and say what to do", () => {
    const { kind, code, detail } = refusalOf(() => ask(lost, "b", 200));
    expect([kind, code]).toEqual(["conflict", "refund-still-owed"]);
    expect(detail).toBe(
      `Refund ${lost.refunds[0]?.id} of ${formatMoney(euros(200))} did not reach the shopper. Retry payment pay_1; a new refund could pay twice.`,
    );
  });

  it.each(["requested", "pending"])("a new one is refused while the retried one is %s", (state) => {
    const retried = state === "pending" ? end(again(lost), "pending") : again(lost);
    // Also of all that is left: it is beside the repeated one.
    for (const amountCents of [200, 300]) {
      const { code, detail } = refusalOf(() => ask(retried, "b", amountCents));
      expect(code).toBe("refund-still-owed");
      expect(detail).toContain(`being repeated as ${retried.refunds[1]?.id}`);
    }
  });

  it("the retried one is the only one, and once it is back further ones may be asked for", () => {
    const done = end(again(again(lost), "staff-2"), "succeeded");
    expect(done).toMatchObject({ refundedCents: 200, reservedCents: 200, trouble: null });
    expect(again(done).refunds).toHaveLength(2);
    expect(ask(done, "b", 100)).toMatchObject({ reservedCents: 300 });
  });

  it("the retried one that is lost as well is owed in its place", () => {
    const twice = end(again(lost), "refused");
    expect(refusalOf(() => ask(twice, "b", 100)).detail).toContain(`Refund ${twice.refunds[1]?.id} of`);
    expect(end(again(twice, "staff-2"), "succeeded").refundedCents).toBe(200);
  });

  it("all that is left may go back, and then nothing is left to retry", () => {
    const all = ask(lost, "b", 500);
    expect(again(all).refunds).toHaveLength(2);
    const done = end(all, "succeeded");
    expect(done).toMatchObject({ refundedCents: 500, trouble: null });
    expect(again(done).refunds).toHaveLength(2);
  });

  it("its own key tells that it is lost, and asks for nothing", () => {
    expect(refusalOf(() => ask(lost, "a", 200)).code).toBe("refund-refused");
  });
});

it("a refund that its caller heard refused is not owed: another one may follow, and is the only one", () => {
  const refused = end(ask(captured, "a", 200), "refused");
  const other = end(ask(refused, "b", 200), "succeeded");
  expect(again(other)).toMatchObject({ refundedCents: 200, reservedCents: 200 });
});
