import { bankHolds } from "../checks/bank-holds.ts";
import { money } from "../checks/money.ts";
import { reconciliations } from "../checks/reconciliations.ts";
import { reservationLedger } from "../checks/reservation-ledger.ts";
import { stalled } from "../checks/stalled.ts";
import { faultsOf, type PlantedFault } from "./planted-fault.ts";

const stalledOrder = faultsOf(stalled, "order");
const stalledPayment = faultsOf(stalled, "payment");
const ofPayment = faultsOf(money, "payment");

/** What looks planned or settled and is neither. */
export const unfinishedFaults: PlantedFault[] = [
  stalledOrder(
    "a step is tried for ever",
    "update orders set steps = 'cancel-payment', attempts = 5000, next_attempt_at = '2026-11-25 12:00:30' where id = ?",
    (o) => o.cancelled.order,
    "cancel-payment is still to be done after 5000 attempts",
  ),
  stalledPayment(
    "a refund was asked for days ago",
    "update payments set refunded_cents = 0, created_at = '2026-11-20 12:00:00', due_at = '2026-11-25 12:00:30' where id = ?",
    (o) => o.refunded.payment,
    "refund is still to be done",
  ),
  faultsOf(stalled, "logistics")(
    "a carrier refuses a shipment for ever",
    "update shipments set failures = 400 where id = ?",
    (o) => o.confirmed.shipment,
    "announcement is still to be done after 400 attempts",
  ),
  stalledOrder(
    "a refund of a delivered order is tried for ever",
    "update orders set steps = 'refund-payment', attempts = 5000, next_attempt_at = '2026-11-25 12:30:00' where id = ?",
    (o) => o.delivered.order,
    "refund-payment is still to be done after 5000 attempts",
  ),
  faultsOf(stalled, "logistics")(
    "a parcel has had no news for two months",
    "update shipments set status = 'dispatched', work = 'poll', failures = 5000, due_at = '2026-11-25 12:30:00', created_at = '2026-09-25 12:00:00' where id = ?",
    (o) => o.delivered.shipment,
    "news from the carrier is still awaited after 5000 attempts",
  ),
  ofPayment(
    "the authorisation of an order that was cancelled is never given up",
    "update payments set status = 'authorised', captured_cents = 0, reserved_cents = 0, refunded_cents = 0, cancel_requested = 0 where id = ?",
    (o) => o.cancelled.payment,
    "blocks 1000 cents on the shopper's card",
    (o) => o.cancelled.order,
  ),
  ofPayment(
    "an order that was cancelled can still be paid",
    "update payments set status = 'requires-confirmation', captured_cents = 0, reserved_cents = 0, refunded_cents = 0, cancel_requested = 0 where id = ?",
    (o) => o.cancelled.payment,
    "can still be paid",
    (o) => o.cancelled.order,
  ),
  ofPayment(
    "an order has not heard that it is paid",
    "update payments set status = 'authorised', captured_cents = 0, order_id = ? limit 1",
    (o) => o.waiting.order,
    "has not heard that",
  ),
  faultsOf(money, "payment")(
    "a delivered order was refunded without a wish",
    "update payments set reserved_cents = 1000, refunded_cents = 1000 where id = ?",
    (o) => o.delivered.payment,
    "no refund was asked for",
    (o) => o.delivered.order,
  ),
  faultsOf(bankHolds, "bank")(
    "the bank holds money for a payment that was cancelled",
    "insert into intents (id, merchant_reference, status, amount_cents, currency, captured_cents, refunded_cents, return_url, callback_url, created_at) values ('int_1', ?, 'authorised', 1000, 'EUR', 0, 0, '', '', '2026-11-25 11:00:00')",
    (o) => o.cancelled.payment,
    "holds 1000 cents",
  ),
  faultsOf(bankHolds, "bank")(
    "the bank holds money for no payment",
    "insert into intents (id, merchant_reference, status, amount_cents, currency, captured_cents, refunded_cents, return_url, callback_url, created_at) values ('int_1', ?, 'authorised', 1000, 'EUR', 0, 0, '', '', '2026-11-25 11:00:00')",
    () => "pay_none",
    "for a payment that does not exist",
  ),
  faultsOf(reconciliations, "bank")(
    "a day's statement was never reconciled",
    "update movements set at = '2026-11-20 09:00:00' where type = 'capture' and merchant_reference = ?",
    (o) => o.delivered.payment,
    "statement of 2026-11-20 was never reconciled",
    () => "2026-11-20",
  ),
  faultsOf(reconciliations, "payment")(
    "a day's statement differs from the books",
    `insert into reconciliations (date, result) values (?, '{"status":"differences"}')`,
    () => "2026-11-24",
    "differs from the books",
  ),
  faultsOf(reservationLedger, "inventory")(
    "goods went back to another warehouse",
    "update movements set warehouse = 'south' where reason = 'returned' and reservation_id = ?",
    (o) => o.refunded.reservation,
    "in north, but moved -2 on hand",
    (o) => `${o.refunded.reservation} CAR-0001`,
  ),
];
