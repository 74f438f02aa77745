import { orderIsPaid, orderStatuses } from "@caravan/contracts";
import { payments } from "@caravan/payment/schema";
import { gt } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { type AuditedOrder, cents, orderPages, unknownOrders } from "../orders.ts";
import { type AuditedPayment, paymentsOf } from "../payments.ts";

/** The captured amount of a payment without its refunds, done or planned. */
const keptOf = ({ capturedCents, reservedCents }: AuditedPayment): number => capturedCents - reservedCents;

/** The mismatch of an order and its payments, after the time for events. An order may have several payments. */
const faultOf = (order: AuditedOrder, payments: readonly AuditedPayment[]): string | undefined =>
  orderIsPaid(order.status) ? faultOfPaid(order, payments) : faultOfUnpaid(order, payments);

const faultOfPaid = (order: AuditedOrder, payments: readonly AuditedPayment[]): string | undefined => {
  const { status, totalCents, paymentId, steps } = order;
  const captured = payments.filter(({ capturedCents }) => capturedCents > 0);
  const own = payments.find(({ id }) => id === paymentId);
  if (captured.length === 0) return `is ${status}, but nothing was captured for it`;
  if (own === undefined)
    return `knows payment ${paymentId}, but its payment is ${captured.map(({ id }) => id).join(", ")}`;
  if (own.capturedCents !== totalCents)
    return `costs ${cents(totalCents)}, but ${cents(own.capturedCents)} were captured by ${own.id}`;
  const twice = captured.find((payment) => payment.id !== paymentId && keptOf(payment) > 0);
  if (twice !== undefined)
    return `is paid by ${own.id}, but ${twice.id} keeps ${cents(keptOf(twice))} as well`;
  const giving = status === "cancelling" || steps.includes("refund-payment");
  if (own.refundedCents > 0 && !order.refundWanted && !giving)
    return `is ${status} and ${own.id} refunded ${cents(own.refundedCents)}, but no refund was requested`;
  return undefined;
};

const faultOfUnpaid = (order: AuditedOrder, payments: readonly AuditedPayment[]): string | undefined => {
  const { status, steps } = order;
  if (steps.includes("cancel-payment") || steps.includes("refund-payment")) return undefined;
  const ended = orderStatuses[status].money === "back";
  for (const payment of payments) {
    const kept = keptOf(payment);
    if (kept > 0 && ended)
      return `is ${status}, but ${payment.id} keeps ${cents(kept)} of it, and no refund is planned`;
    if (kept > 0 && !steps.includes("capture-payment") && !steps.includes("check-payment"))
      return `is ${status}, but ${payment.id} has captured ${cents(payment.capturedCents)}, and no confirmation is planned`;
    if (payment.status === "requires-confirmation" && !payment.cancelRequested && ended)
      return `is ${status}, but ${payment.id} can still be paid`;
    if (payment.status === "authorised" && !payment.cancelRequested && ended)
      return `is ${status}, but ${payment.id} blocks ${cents(payment.amountCents)} on the shopper's card, and no void is planned`;
    if (payment.status === "authorised" && !payment.cancelRequested && steps.length === 0)
      return `is ${status} and has not heard that ${payment.id} is authorised`;
  }
  return undefined;
};

/** The order's figure follows payment's, also when the order waits for staff: a failed refund does not count. */
const refundsDiffer = (order: AuditedOrder, refundedCents: number): boolean =>
  (order.steps.length === 0 || order.isParked) && order.refundedCents !== refundedCents;

/** Orders are saved before their payment, so this is wrong at any time. */
const withoutOrder = async (sources: Pick<Sources, "order" | "payment">): Promise<Fault[]> => {
  const { id, orderId, capturedCents, refundedCents } = payments;
  const captured = await sources.payment
    .select({ id, orderId, capturedCents })
    .from(payments)
    .where(gt(capturedCents, refundedCents));
  const unknown = await unknownOrders(
    sources,
    captured.map((each) => each.orderId),
  );
  return captured
    .filter((each) => unknown.has(each.orderId))
    .map((each) => ({
      id: each.id,
      sentence: `${each.id} has captured ${cents(each.capturedCents)} for ${each.orderId}, which is not an order.`,
    }));
};

/** Every captured amount belongs to one confirmed order, or was refunded; and no order is confirmed without money. */
export const money = {
  name: "every captured amount belongs to an order that was confirmed, or went back",
  async run(sources: Pick<Sources, "order" | "payment">, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for await (const orders of orderPages(sources)) {
      const found = await paymentsOf(
        sources,
        orders.map(({ id }) => id),
      );
      for (const order of orders) {
        const own = found.get(order.id) ?? [];
        const moved = own.some(({ movedAt }) => movedAt !== null && movedAt > before);
        if (order.changedAt > before || moved) continue;
        const refunded = own.find(({ id }) => id === order.paymentId)?.refundedCents ?? order.refundedCents;
        const fault = faultOf(order, own);
        if (fault) faults.push({ id: order.id, sentence: `${order.id} ${fault}.` });
        else if (refundsDiffer(order, refunded))
          faults.push({
            id: order.id,
            sentence: `${order.id} knows of ${cents(order.refundedCents)} refunded, ${order.paymentId} of ${cents(refunded)}.`,
          });
      }
    }
    return [...faults, ...(await withoutOrder(sources))];
  },
} satisfies Check;
