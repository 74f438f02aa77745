import { movements as bankMovements, intents } from "@caravan/bank/schema";
import type { Reconciliation } from "@caravan/contracts";
import { movements } from "@caravan/inventory/schema";
import { shipments } from "@caravan/logistics/schema";
import { orders } from "@caravan/order/schema";
import { payments, reconciliations as reconciliationRows } from "@caravan/payment/schema";
import { and, eq } from "drizzle-orm";
import { bankHolds } from "../checks/bank-holds.ts";
import { money } from "../checks/money.ts";
import { reconciliations } from "../checks/reconciliations.ts";
import { reservationLedger } from "../checks/reservation-ledger.ts";
import { stalled } from "../checks/stalled.ts";
import { change, faultsOf, type Hurt, type PlantedFault } from "./planted-fault.ts";

const stalledOrder = faultsOf(stalled, "order");
const stalledPayment = faultsOf(stalled, "payment");
const ofPayment = faultsOf(money, "payment");

const at = (time: string) => new Date(`${time}Z`);
const untouched = { capturedCents: 0, reservedCents: 0, refundedCents: 0, cancelRequested: false };
const differing = (date: string): Reconciliation => ({
  ...{
    date,
    status: "differences",
    matchedLines: 0,
    differences: [],
    ranAt: at("2026-11-25T11:00:00").toISOString(),
  },
});
const holds: Hurt = (bank, merchantReference) =>
  bank.insert(intents).values({
    ...{ id: "int_1", merchantReference, status: "authorised", createdAt: at("2026-11-25T11:00:00") },
    ...{
      amountCents: 1000,
      currency: "EUR",
      capturedCents: 0,
      refundedCents: 0,
      returnUrl: "",
      callbackUrl: "",
    },
  });

/** What looks planned or settled and is neither. */
export const unfinishedFaults: PlantedFault[] = [
  stalledOrder(
    "a step is tried for ever",
    change(orders, orders.id, {
      steps: "cancel-payment",
      attempts: 5000,
      nextAttemptAt: at("2026-11-25T12:00:30"),
    }),
    (o) => o.cancelled.order,
    "cancel-payment is still to be done after 5000 attempts",
  ),
  stalledPayment(
    "a refund was asked for days ago",
    change(payments, payments.id, {
      refundedCents: 0,
      createdAt: at("2026-11-20T12:00:00"),
      dueAt: at("2026-11-25T12:00:30"),
    }),
    (o) => o.refunded.payment,
    "refund is still to be done",
  ),
  faultsOf(stalled, "logistics")(
    "a carrier refuses a shipment for ever",
    change(shipments, shipments.id, { failures: 400 }),
    (o) => o.confirmed.shipment,
    "announcement is still to be done after 400 attempts",
  ),
  stalledOrder(
    "a refund of a delivered order is tried for ever",
    change(orders, orders.id, {
      steps: "refund-payment",
      attempts: 5000,
      nextAttemptAt: at("2026-11-25T12:30:00"),
    }),
    (o) => o.delivered.order,
    "refund-payment is still to be done after 5000 attempts",
  ),
  faultsOf(stalled, "logistics")(
    "a parcel has had no news for two months",
    change(shipments, shipments.id, {
      status: "dispatched",
      work: "poll",
      failures: 5000,
      dueAt: at("2026-11-25T12:30:00"),
      createdAt: at("2026-09-25T12:00:00"),
    }),
    (o) => o.delivered.shipment,
    "news from the carrier is still awaited after 5000 attempts",
  ),
  ofPayment(
    "the authorisation of an order that was cancelled is never given up",
    change(payments, payments.id, { ...untouched, status: "authorised" }),
    (o) => o.cancelled.payment,
    "blocks 1000 cents on the shopper's card",
    (o) => o.cancelled.order,
  ),
  ofPayment(
    "an order that was cancelled can still be paid",
    change(payments, payments.id, { ...untouched, status: "requires-confirmation" }),
    (o) => o.cancelled.payment,
    "can still be paid",
    (o) => o.cancelled.order,
  ),
  ofPayment(
    "an order has not heard that it is paid",
    (payment, orderId) =>
      payment.update(payments).set({ status: "authorised", capturedCents: 0, orderId }).limit(1),
    (o) => o.waiting.order,
    "has not heard that",
  ),
  faultsOf(money, "payment")(
    "a delivered order was refunded without a wish",
    change(payments, payments.id, { reservedCents: 1000, refundedCents: 1000 }),
    (o) => o.delivered.payment,
    "no refund was requested",
    (o) => o.delivered.order,
  ),
  faultsOf(bankHolds, "bank")(
    "the bank holds money for a payment that was cancelled",
    holds,
    (o) => o.cancelled.payment,
    "holds 1000 cents",
  ),
  faultsOf(bankHolds, "bank")(
    "the bank holds money for no payment",
    holds,
    () => "pay_none",
    "for a payment that does not exist",
  ),
  faultsOf(reconciliations, "bank")(
    "a day's statement was never reconciled",
    (bank, payment) =>
      bank
        .update(bankMovements)
        .set({ at: at("2026-11-20T09:00:00") })
        .where(and(eq(bankMovements.type, "capture"), eq(bankMovements.merchantReference, payment))),
    (o) => o.delivered.payment,
    "statement of 2026-11-20 was never reconciled",
    () => "2026-11-20",
  ),
  faultsOf(reconciliations, "payment")(
    "a day's statement differs from the books",
    (payment, date) => payment.insert(reconciliationRows).values({ date, result: differing(date) }),
    () => "2026-11-24",
    "differs from the books",
  ),
  faultsOf(reservationLedger, "inventory")(
    "goods went back to another warehouse",
    (inventory, reservation) =>
      inventory
        .update(movements)
        .set({ warehouse: "south" })
        .where(and(eq(movements.reason, "returned"), eq(movements.reservationId, reservation))),
    (o) => o.refunded.reservation,
    "in north, but moved -2 on hand",
    (o) => `${o.refunded.reservation} CAR-0001`,
  ),
];
