import { bank } from "../checks/bank.ts";
import { books } from "../checks/books.ts";
import { money } from "../checks/money.ts";
import { orderTotals } from "../checks/order-totals.ts";
import { faultsOf, type PlantedFault } from "./planted-fault.ts";

const total = faultsOf(orderTotals, "order");
const asked = faultsOf(orderTotals, "payment");
const ofOrder = faultsOf(money, "order");
const ofPayment = faultsOf(money, "payment");
const inBooks = faultsOf(books, "payment");
const become = (status: string) => `update orders set status = '${status}' where id = ?`;
const movementOf = (payment: string) => `(select id from book_movements where reference = ${payment})`;

export const moneyFaults: PlantedFault[] = [
  total(
    "a line's price is changed afterwards",
    "update order_lines set price_cents = 499 where order_id = ?",
    (o) => o.delivered.order,
    "costs 1000 cents; its lines sum up to 998",
  ),
  total(
    "an order has lost its lines",
    "delete from order_lines where order_id = ?",
    (o) => o.waiting.order,
    "has no line",
  ),
  total(
    "lines have lost their order",
    "delete from orders where id = ?",
    (o) => o.waiting.order,
    "is no order",
  ),
  asked(
    "the payment asks for another amount",
    "update payments set amount_cents = 1001 where id = ?",
    (o) => o.confirmed.payment,
    "asks for 1001",
    (o) => o.confirmed.order,
  ),
  ofOrder(
    "an order is confirmed unpaid",
    become("confirmed"),
    (o) => o.waiting.order,
    "nothing was captured",
  ),
  ofOrder(
    "money of a cancelled order is kept",
    become("cancelled"),
    (o) => o.delivered.order,
    "keeps 1000 cents",
  ),
  ofOrder(
    "money of a refunded order is kept",
    become("refunded"),
    (o) => o.delivered.order,
    "keeps 1000 cents",
  ),
  ofOrder(
    "money is taken, and the order does not go on",
    become("stock-reserved"),
    (o) => o.delivered.order,
    "nobody is about to confirm it",
  ),
  ofPayment(
    "less is captured than the order costs",
    "update payments set captured_cents = 900 where id = ?",
    (o) => o.delivered.payment,
    "900 cents were captured",
    (o) => o.delivered.order,
  ),
  ofOrder(
    "an order does not know its payment",
    "update orders set payment_id = null where id = ?",
    (o) => o.delivered.order,
    "knows payment null",
  ),
  ofOrder(
    "an order does not know of its refund",
    "update orders set refunded_cents = 0 where id = ?",
    (o) => o.refunded.order,
    "knows of 0 cents refunded",
  ),
  ofOrder(
    "an order does not know that its refund failed",
    "update orders set status = 'returned', steps = 'refund-payment', attention = 'refund-payment-refused', refunded_cents = 999 where id = ?",
    (o) => o.refunded.order,
    "knows of 999 cents refunded",
  ),
  ofPayment(
    "a refund failed, and its order says that all is well",
    "update payments set status = 'captured', refunded_cents = 0, reserved_cents = 0 where id = ?",
    (o) => o.refunded.payment,
    "keeps 1000 cents",
    (o) => o.refunded.order,
  ),
  ofOrder(
    "money is captured for no order",
    "delete from orders where id = ?",
    (o) => o.confirmed.order,
    "which is no order",
    (o) => o.confirmed.payment,
  ),
  inBooks(
    "a movement does not balance",
    `update book_lines set amount_cents = 1001 where account = 'bank-receivable' and movement_id = ${movementOf("?")}`,
    (o) => o.delivered.payment,
    "sum up to 1 cents",
    () => "any",
  ),
  inBooks(
    "a movement has lost its lines",
    `delete from book_lines where movement_id = ${movementOf("?")}`,
    (o) => o.delivered.payment,
    "has 0 lines",
    () => "any",
  ),
  inBooks(
    "lines have lost their movement",
    "delete from book_movements where reference = ?",
    (o) => o.delivered.payment,
    "which there is not",
    () => "any",
  ),
  inBooks(
    "a capture is not in the books",
    "update payments set captured_cents = 900 where id = ?",
    (o) => o.delivered.payment,
    "has captured 900",
  ),
  inBooks(
    "a refund is counted that never succeeded",
    "update refunds set status = 'requested' where payment_id = ?",
    (o) => o.refunded.payment,
    "its refunds say 0 of 1000",
  ),
  inBooks(
    "a refund is asked for anew that was not lost",
    "insert into refunds select 'rfd_anew', payment_id, concat('again ', id), amount_cents, reason, cause, 'pending' from refunds where id = ?",
    (o) => o.refunded.refund,
    "gives its 1000 cents back once more",
  ),
  faultsOf(bank, "bank")(
    "the bank has captured what the books do not know",
    "update movements set merchant_reference = 'pay_lost' where type = 'capture' and merchant_reference = ?",
    (o) => o.delivered.payment,
    "is not in the books",
    () => "pay_lost",
  ),
  faultsOf(bank, "bank")(
    "the bank has refunded what the books do not know",
    "update movements set refund_reference = 'rfd_lost' where refund_reference = ?",
    (o) => o.refunded.refund,
    "refund rfd_lost of 1000 cents",
    () => "rfd_lost",
  ),
  faultsOf(bank, "bank")(
    "the bank says another amount",
    "update movements set amount_cents = 999 where type = 'capture' and merchant_reference = ?",
    (o) => o.delivered.payment,
    "is of 999 cents",
  ),
  faultsOf(bank, "bank")(
    "the books hold a capture that the bank does not know",
    "delete from movements where type = 'capture' and merchant_reference = ?",
    (o) => o.delivered.payment,
    "the bank does not know of it",
  ),
  faultsOf(bank, "bank")(
    "the books hold a refund that the bank does not know",
    "delete from movements where refund_reference = ?",
    (o) => o.refunded.refund,
    "were refunded",
  ),
];
