import { movements } from "@caravan/bank/schema";
import type { OrderStatus } from "@caravan/contracts";
import { orderLines, orders } from "@caravan/order/schema";
import { bookLines, bookMovements, payments, refunds } from "@caravan/payment/schema";
import { and, eq, inArray } from "drizzle-orm";
import { bank } from "../checks/bank.ts";
import { books } from "../checks/books.ts";
import { money } from "../checks/money.ts";
import { orderTotals } from "../checks/order-totals.ts";
import type { Writer } from "./open-shop.ts";
import { change, faultsOf, type Hurt, type PlantedFault, remove } from "./planted-fault.ts";

const total = faultsOf(orderTotals, "order");
const asked = faultsOf(orderTotals, "payment");
const ofOrder = faultsOf(money, "order");
const ofPayment = faultsOf(money, "payment");
const inBooks = faultsOf(books, "payment");
const become = (status: OrderStatus) => change(orders, orders.id, { status });
const bookedFor = (payment: Writer, reference: string) =>
  inArray(
    bookLines.movementId,
    payment
      .select({ id: bookMovements.id })
      .from(bookMovements)
      .where(eq(bookMovements.reference, reference)),
  );
const captureOf = (payment: string) =>
  and(eq(movements.type, "capture"), eq(movements.merchantReference, payment));
const changeCapture =
  (to: Partial<typeof movements.$inferInsert>): Hurt =>
  (bank, payment) =>
    bank.update(movements).set(to).where(captureOf(payment));

export const moneyFaults: PlantedFault[] = [
  total(
    "a line's price is changed afterwards",
    change(orderLines, orderLines.orderId, { priceCents: 499 }),
    (o) => o.delivered.order,
    "costs 1000 cents; its lines sum up to 998",
  ),
  total(
    "an order has lost its lines",
    remove(orderLines, orderLines.orderId),
    (o) => o.waiting.order,
    "has no line",
  ),
  total("lines have lost their order", remove(orders, orders.id), (o) => o.waiting.order, "is no order"),
  asked(
    "the payment asks for another amount",
    change(payments, payments.id, { amountCents: 1001 }),
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
    change(payments, payments.id, { capturedCents: 900 }),
    (o) => o.delivered.payment,
    "900 cents were captured",
    (o) => o.delivered.order,
  ),
  ofOrder(
    "an order does not know its payment",
    change(orders, orders.id, { paymentId: null }),
    (o) => o.delivered.order,
    "knows payment null",
  ),
  ofOrder(
    "an order does not know of its refund",
    change(orders, orders.id, { refundedCents: 0 }),
    (o) => o.refunded.order,
    "knows of 0 cents refunded",
  ),
  ofOrder(
    "an order does not know that its refund failed",
    change(orders, orders.id, {
      status: "returned",
      steps: "refund-payment",
      attention: "refund-payment-refused",
      refundedCents: 999,
    }),
    (o) => o.refunded.order,
    "knows of 999 cents refunded",
  ),
  ofPayment(
    "a refund failed, and its order says that all is well",
    change(payments, payments.id, { status: "captured", refundedCents: 0, reservedCents: 0 }),
    (o) => o.refunded.payment,
    "keeps 1000 cents",
    (o) => o.refunded.order,
  ),
  ofOrder(
    "money is captured for no order",
    remove(orders, orders.id),
    (o) => o.confirmed.order,
    "which is no order",
    (o) => o.confirmed.payment,
  ),
  inBooks(
    "a movement does not balance",
    (payment, id) =>
      payment
        .update(bookLines)
        .set({ amountCents: 1001 })
        .where(and(eq(bookLines.account, "bank-receivable"), bookedFor(payment, id))),
    (o) => o.delivered.payment,
    "sum up to 1 cents",
    () => "any",
  ),
  inBooks(
    "a movement has lost its lines",
    (payment, id) => payment.delete(bookLines).where(bookedFor(payment, id)),
    (o) => o.delivered.payment,
    "has 0 lines",
    () => "any",
  ),
  inBooks(
    "lines have lost their movement",
    remove(bookMovements, bookMovements.reference),
    (o) => o.delivered.payment,
    "which there is not",
    () => "any",
  ),
  inBooks(
    "a capture is not in the books",
    change(payments, payments.id, { capturedCents: 900 }),
    (o) => o.delivered.payment,
    "has captured 900",
  ),
  inBooks(
    "a refund is counted that never succeeded",
    change(refunds, refunds.paymentId, { status: "requested" }),
    (o) => o.refunded.payment,
    "its refunds say 0 of 1000",
  ),
  inBooks(
    "a refund is asked for anew that was not lost",
    async (payment, id) => {
      const [lost] = await payment.select().from(refunds).where(eq(refunds.id, id));
      if (lost)
        await payment
          .insert(refunds)
          .values({ ...lost, id: "rfd_anew", key: `again ${id}`, status: "pending" });
    },
    (o) => o.refunded.refund,
    "gives its 1000 cents back once more",
  ),
  faultsOf(bank, "bank")(
    "the bank has captured what the books do not know",
    changeCapture({ merchantReference: "pay_lost" }),
    (o) => o.delivered.payment,
    "is not in the books",
    () => "pay_lost",
  ),
  faultsOf(bank, "bank")(
    "the bank has refunded what the books do not know",
    change(movements, movements.refundReference, { refundReference: "rfd_lost" }),
    (o) => o.refunded.refund,
    "refund rfd_lost of 1000 cents",
    () => "rfd_lost",
  ),
  faultsOf(bank, "bank")(
    "the bank says another amount",
    changeCapture({ amountCents: 999 }),
    (o) => o.delivered.payment,
    "is of 999 cents",
  ),
  faultsOf(bank, "bank")(
    "the books hold a capture that the bank does not know",
    (bank, payment) => bank.delete(movements).where(captureOf(payment)),
    (o) => o.delivered.payment,
    "the bank does not know of it",
  ),
  faultsOf(bank, "bank")(
    "the books hold a refund that the bank does not know",
    remove(movements, movements.refundReference),
    (o) => o.refunded.refund,
    "were refunded",
  ),
];
