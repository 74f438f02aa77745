import type { OrderStatus } from "@caravan/contracts";
import { orderLines, orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { money } from "../checks/money.ts";
import { orderTotals } from "../checks/order-totals.ts";
import { change, faultsOf, type PlantedFault, remove } from "./planted-fault.ts";

const total = faultsOf(orderTotals, "order");
const asked = faultsOf(orderTotals, "payment");
const ofOrder = faultsOf(money, "order");
const ofPayment = faultsOf(money, "payment");
const become = (status: OrderStatus) => change(orders, orders.id, { status });

export const moneyFaults: PlantedFault[] = [
  total(
    "a line's price is changed afterwards",
    change(orderLines, orderLines.orderId, { priceCents: 499 }),
    (o) => o.delivered.order,
    "costs 1000 cents; its lines sum up to 998",
  ),
  total(
    "a line's discount is changed afterwards",
    change(orderLines, orderLines.orderId, { discountCents: 1 }),
    (o) => o.delivered.order,
    "costs 1000 cents; its lines sum up to 999",
  ),
  total(
    "an order has lost its lines",
    remove(orderLines, orderLines.orderId),
    (o) => o.waiting.order,
    "has no line",
  ),
  total("lines have lost their order", remove(orders, orders.id), (o) => o.waiting.order, "is not an order"),
  asked(
    "the payment asks for another amount",
    change(payments, payments.id, { amountCents: 1001 }),
    (o) => o.confirmed.payment,
    "is for 1001",
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
    "money is captured, and the order does not go on",
    become("stock-reserved"),
    (o) => o.delivered.order,
    "no confirmation is planned",
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
    "which is not an order",
    (o) => o.confirmed.payment,
  ),
];
