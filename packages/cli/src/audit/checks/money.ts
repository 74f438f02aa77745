import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { rows } from "../connect.ts";
import { type AuditedOrder, cents, givenUp, orderPages, paid, unknownOrders } from "../orders.ts";
import { type AuditedPayment, paymentsOf } from "../payments.ts";

/** What is wrong between an order and its payment, now that both had time to hear of each other. */
function faultOf(order: AuditedOrder, payment: AuditedPayment | undefined): string | undefined {
  const { status, totalCents, steps } = order;
  const captured = payment?.capturedCents ?? 0;
  const kept = captured - (payment?.refundedCents ?? 0);
  if (paid.has(status)) {
    if (!payment || captured === 0) return `is ${status}, but nothing was captured for it`;
    if (payment.id !== order.paymentId)
      return `knows payment ${order.paymentId}, but its payment is ${payment.id}`;
    if (captured !== totalCents)
      return `costs ${cents(totalCents)}, but ${cents(captured)} were captured by ${payment.id}`;
    return undefined;
  }
  if (!payment || kept === 0) return undefined;
  const goesBack =
    steps.includes("cancel-payment") ||
    steps.includes("refund-payment") ||
    payment.reservedCents > payment.refundedCents;
  if (goesBack) return undefined;
  if (givenUp.has(status) || status === "returned" || status === "refunded")
    return `is ${status}, but ${payment.id} keeps ${cents(kept)} of it, and nobody is giving it back`;
  return steps.includes("capture-payment") || steps.includes("check-payment")
    ? undefined
    : `is ${status}, but ${payment.id} has captured ${cents(captured)}, and nobody is about to confirm it`;
}

/** The order's own figure follows payment's. */
const refundsDiffer = (order: AuditedOrder, payment: AuditedPayment): boolean =>
  order.steps.length === 0 && order.refundedCents !== payment.refundedCents;

/** Every captured amount belongs to one order that was confirmed, or went back; and no order is confirmed without money. */
export const money = {
  name: "every captured amount belongs to an order that was confirmed, or went back",
  async run(sources: Pick<Sources, "order" | "payment">, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for await (const orders of orderPages(sources)) {
      const payments = await paymentsOf(
        sources,
        orders.map(({ id }) => id),
      );
      for (const order of orders) {
        const [payment] = payments.get(order.id) ?? [];
        const settled = order.changedAt <= before && (payment?.movedAt ?? before) <= before;
        const fault = settled ? faultOf(order, payment) : undefined;
        if (fault) faults.push({ id: order.id, sentence: `${order.id} ${fault}.` });
        else if (settled && payment && refundsDiffer(order, payment))
          faults.push({
            id: order.id,
            sentence: `${order.id} knows of ${cents(order.refundedCents)} refunded, ${payment.id} of ${cents(payment.refundedCents)}.`,
          });
      }
    }
    return [...faults, ...(await withoutOrder(sources))];
  },
} satisfies Check;

/** Orders are saved before they are paid for, so this is wrong at any time. */
async function withoutOrder(sources: Pick<Sources, "order" | "payment">): Promise<Fault[]> {
  const captured = await rows<{ id: string; order_id: string; captured_cents: number }>(
    sources.payment,
    "select id, order_id, captured_cents from payments where captured_cents > refunded_cents",
  );
  const unknown = await unknownOrders(
    sources,
    captured.map(({ order_id }) => order_id),
  );
  return captured
    .filter(({ order_id }) => unknown.has(order_id))
    .map(({ id, order_id, captured_cents }) => ({
      id,
      sentence: `${id} has captured ${cents(captured_cents)} for ${order_id}, which is no order.`,
    }));
}
