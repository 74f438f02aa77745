import { expect, it } from "vitest";
import { openFakePayments } from "../testing/fake-payments.ts";
import { advancePayments } from "./advance-payments.ts";

it("finds a confirmation whose callback was lost, once the payment is due", async () => {
  const { created, bank, later, dependencies, events, rows } = openFakePayments();
  const { id } = await created();
  bank.shopper(id, "authorised");
  later(19);
  await advancePayments(dependencies);
  expect(events).toEqual([]);
  later(1);
  await advancePayments(dependencies);
  expect(events.map(({ topic }) => topic)).toEqual(["payment.authorised.v1"]);
  expect(rows.get(id)).toMatchObject({ status: "authorised", attempts: 0 });
});

it("repeats a cancellation that could not reach the bank", async () => {
  const { created, bank, later, dependencies, cancel, rows } = openFakePayments();
  const { id } = await created();
  bank.shopper(id, "authorised");
  bank.faults.push("down");
  expect((await cancel(id)).status).toBe(503);
  later(20);
  await advancePayments(dependencies);
  expect([rows.get(id)?.status, bank.intents.get(id)?.status]).toEqual(["cancelled", "voided"]);
});

it("refunds late money, and publishes it", async () => {
  const { created, bank, deliverLast, dependencies, cancel, capture, later, events, rows } =
    openFakePayments();
  const { id } = await created();
  bank.shopper(id, "authorised");
  await deliverLast();
  // The bank captures, but the reply is lost before the order is cancelled.
  bank.faults.push("reply-lost", "down");
  expect((await capture(id)).status).toBe(503);
  expect((await cancel(id)).status).toBe(503);
  await deliverLast();
  later(20);
  await advancePayments(dependencies);
  expect(rows.get(id)).toMatchObject({ status: "cancelled", capturedCents: 5_000, refundedCents: 5_000 });
  expect(events.at(-1)).toMatchObject({
    topic: "payment.refunded.v1",
    data: { amount: { amountCents: 5_000 } },
  });
});

it("backs off while the bank does not answer", async () => {
  const { created, bank, later, dependencies, rows } = openFakePayments();
  const { id } = await created();
  const pauses: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    const due = rows.get(id)?.dueAt ?? new Date(0);
    const seconds = (due.getTime() - dependencies.now().getTime()) / 1000;
    pauses.push(seconds);
    later(seconds);
    bank.faults.push("down");
    await advancePayments(dependencies);
  }
  expect(pauses).toEqual([20, 20, 40, 80, 160, 300]);
});
