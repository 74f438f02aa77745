import { euros, newId, type OrderInspection, type Payment } from "@caravan/contracts";
import { expect, test } from "vitest";
import { ordersTable, orderText } from "./show-orders.ts";
import { paymentText, troubledTable } from "./show-payments.ts";

const at = "2026-11-25T12:00:01.000Z";
const order: OrderInspection["order"] = {
  ...{ id: newId("ord"), status: "returned", lines: [], total: euros(5_000), refunded: euros(0) },
  ...{ placedAt: at, deliverTo: null, payBy: null, shipmentId: null, history: [] },
};
const saga: OrderInspection["saga"] = {
  ...{ steps: ["refund-payment"], attempts: 0, nextAttemptAt: null, deadlineAt: at, lastError: null },
  attention: "refund-failed",
};
const payment: Payment = {
  ...{
    id: newId("pay"),
    orderId: order.id,
    status: "captured",
    amount: euros(5_000),
    captured: euros(5_000),
  },
  ...{ refunded: euros(0), confirmationUrl: null, declineReason: null },
};

test("an order that waits for staff shows it, with the reason", () => {
  const shopperId = newId("usr");
  const list = ordersTable([{ ...order, shopperId, saga }]);
  const inspection = { order, shopperId, reservationId: null, paymentId: payment.id, saga, timeline: [] };
  for (const shown of [list, orderText(inspection)])
    for (const words of ["refund-payment, waits for staff", "refund-failed"]) expect(shown).toContain(words);
  expect(orderText({ ...inspection, saga: { ...saga, attention: null } })).not.toContain("attention");
  expect(orderText(inspection)).toContain(`./caravan trace ${order.id}`);
});

test("a payment in trouble is shown with its order, the reason, and the time of the next attempt", () => {
  const trouble = { payment, since: at, attempts: 20 };
  const table = troubledTable([
    { ...trouble, kind: "refund-refused", reason: "It came back.", dueAt: null },
    { ...trouble, kind: "no-answer", reason: "Silence.", dueAt: "2026-11-25T13:00:00.000Z" },
  ]);
  for (const words of [
    payment.id,
    order.id,
    "refund-refused",
    "never",
    "It came back.",
    "2026-11-25 13:00:00",
  ])
    expect(table).toContain(words);
});

test("a retried payment shows what is still not refunded", () => {
  expect(paymentText({ ...payment, refundLost: euros(5_000) })).toMatch(
    /not back +€ 50.00: the refund was refused/,
  );
  expect(paymentText({ ...payment, onItsWayBack: euros(5_000) })).toMatch(/on its way +€ 50.00/);
  expect(paymentText({ ...payment, refundLost: euros(0) })).not.toContain("not back");
});
