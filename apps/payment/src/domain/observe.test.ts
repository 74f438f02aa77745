import { newId, PaymentStatus, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import type { Change } from "./change.ts";
import { requestCancel, requestCapture, requestRefund } from "./commands.ts";
import { nextStep } from "./next-step.ts";
import { observe, type Seen } from "./observe.ts";
import { begin, type Payment } from "./payment.ts";

const moment = { now: new Date(1_000_000), pollAfterSeconds: 20, newRefundId: () => newId("rfd") };
const fresh = begin(
  { id: "pay_1", orderId: "ord_1", attempt: 1, amountCents: 500, returnUrl: "https://shop.test" },
  moment,
);
const at = (status: Payment["status"], parts: Partial<Payment> = {}): Payment => ({
  ...fresh,
  intentId: "int_1",
  status,
  capturedCents: status === "captured" ? 500 : 0,
  ...parts,
});
const seen = (status: Seen["status"], parts: Partial<Seen> = {}): Seen => ({
  intentId: "int_1",
  paymentId: "pay_1",
  status,
  amountCents: 500,
  currency: "EUR",
  capturedCents: status === "captured" ? 500 : 0,
  declineReason: status === "declined" ? "no funds" : null,
  confirmationUrl: null,
  ...parts,
});
/** The new status, movements and events, and the next call to the provider. */
const outcome = (decide: () => Change): string => {
  try {
    const { payment, movements, events } = decide();
    const told = events.map(({ topic }) => topic.split(".")[1]);
    const booked = movements.map(({ reason }) => `+${reason}`);
    const next = nextStep(payment);
    return [payment.status, ...booked, ...told, ...(next ? [`→${next.ask}`] : [])].join(" ");
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};
const sights: readonly Seen["status"][] = ["created", "authorised", "captured", "declined", "voided"];
const table = (parts: Partial<Payment> = {}) =>
  Object.fromEntries(
    PaymentStatus.options.map((status) => [
      status,
      sights.map((sight) => outcome(() => observe(at(status, parts), seen(sight), moment))),
    ]),
  );

describe("a message of the provider", () => {
  it("moves a payment forward only, and money that comes after its end is voided or refunded", () => {
    const [late, back] = ["captured +captured →refund", "captured"];
    expect(table()).toEqual({
      "requires-confirmation": [
        "requires-confirmation",
        "authorised authorised",
        "captured +captured authorised",
        "declined declined",
        "declined declined",
      ],
      authorised: ["authorised", "authorised", "captured +captured", "cancelled", "cancelled"],
      captured: [back, back, back, back, back],
      declined: ["declined", "declined →void", late, "declined", "declined"],
      cancelled: ["cancelled", "cancelled →void", late, "cancelled", "cancelled"],
    });
  });

  it("publishes no authorisation for a cancelled order, and keeps no money of it", () => {
    const late = "captured +captured →refund";
    expect(table({ cancelRequested: true })).toMatchObject({
      "requires-confirmation": [
        "requires-confirmation →void",
        "authorised →void",
        late,
        "cancelled",
        "cancelled",
      ],
      authorised: ["authorised →void", "authorised →void", late, "cancelled", "cancelled"],
    });
  });

  it("changes nothing when it is repeated", () => {
    for (const status of PaymentStatus.options)
      for (const sight of sights) {
        const once = observe(at(status), seen(sight), moment).payment;
        const again = observe(once, seen(sight), moment);
        expect([again.movements, again.events, again.payment.status]).toEqual([[], [], once.status]);
      }
  });

  it.each([
    ["amount", seen("authorised", { amountCents: 499 })],
    ["amount, however small the payment", seen("created", { amountCents: 0 })],
    ["currency", seen("authorised", { currency: "USD" })],
    ["payment", seen("authorised", { paymentId: "pay_2" })],
    ["intent", seen("authorised", { intentId: "int_2" })],
    ["captured amount: more", seen("captured", { capturedCents: 501 })],
    ["captured amount: none", seen("captured", { capturedCents: 0 })],
  ])("is refused with a different %s", (_, differing) => {
    for (const status of PaymentStatus.options)
      expect(outcome(() => observe(at(status), differing, moment))).toBe("payment-differs");
  });
});

describe("commands", () => {
  const all = (decide: (payment: Payment) => Change, parts: Partial<Payment> = {}) =>
    PaymentStatus.options.map((status) => outcome(() => decide(at(status, parts))));

  it("capture only what is authorised and requested", () => {
    const ended = "payment-ended";
    const capture = (payment: Payment) => requestCapture(payment, moment);
    expect(all(capture)).toEqual(["payment-not-authorised", "authorised →capture", "captured", ended, ended]);
    expect(all(capture, { cancelRequested: true })).toEqual(Array(5).fill(ended));
  });

  it("cancel in every state, and call the provider while money may still be held", () => {
    expect(all((payment) => requestCancel(payment, moment))).toEqual([
      "requires-confirmation →void",
      "authorised →void",
      "captured →refund",
      "declined",
      "cancelled",
    ]);
    const unknown = requestCancel(at("requires-confirmation", { intentId: null }), moment);
    expect(nextStep(unknown.payment)).toEqual({ ask: "find" });
  });

  it("refund only what is captured and not yet being refunded", () => {
    const refund = (amountCents: number) => (payment: Payment) =>
      requestRefund(payment, { key: "k", amountCents, reason: "broken" }, moment);
    const no = "refund-too-large";
    expect(all(refund(500))).toEqual([no, no, "captured →refund", no, no]);
    expect(all(refund(501))).toEqual(Array(5).fill(no));
    expect(outcome(() => refund(1)(at("captured", { reservedCents: 500 })))).toBe(no);
  });
});

describe("the due time of a payment", () => {
  it("is soon while a command is unfinished, now for late money, and none when all is done", () => {
    const dueSeconds = ({ payment: { dueAt } }: Change) =>
      dueAt && (dueAt.getTime() - moment.now.getTime()) / 1000;
    expect(dueSeconds(observe(fresh, seen("created"), moment))).toBe(20);
    expect(dueSeconds(observe(at("requires-confirmation"), seen("authorised"), moment))).toBe(3600);
    expect(dueSeconds(requestCapture(at("authorised"), moment))).toBe(20);
    expect(dueSeconds(requestCancel(at("captured"), moment))).toBe(20);
    expect(dueSeconds(observe(at("cancelled"), seen("authorised"), moment))).toBe(0);
    expect(dueSeconds(observe(at("cancelled"), seen("captured"), moment))).toBe(20);
    expect(dueSeconds(observe(at("captured", { dueAt: moment.now }), seen("captured"), moment))).toBeNull();
  });
});
