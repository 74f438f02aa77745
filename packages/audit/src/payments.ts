import type { Sources } from "./check.ts";
import { lookUp } from "./orders.ts";

/** A payment as the checks see it. */
export interface AuditedPayment {
  /** The order's id. */
  key: string;
  id: string;
  status: string;
  amountCents: number;
  capturedCents: number;
  refundedCents: number;
  /** Refunds asked for or done. */
  reservedCents: number;
  /** Whether it is to be given up, whatever becomes of it. */
  cancelRequested: boolean;
  /** When money last moved, as the books say. */
  movedAt: Date | null;
}

const ofOrders = `
  select p.order_id \`key\`, p.id, p.status, p.amount_cents amountCents, p.captured_cents capturedCents,
         p.refunded_cents refundedCents, p.reserved_cents reservedCents, p.cancel_requested = 1 cancelRequested,
         (select max(m.at) from book_movements m where m.payment_id = p.id) movedAt
    from payments p where p.order_id in (?) order by p.id`;

/** The payments of these orders, by order id, oldest first: one for each attempt to pay. */
export const paymentsOf = (
  { payment }: Pick<Sources, "payment">,
  orderIds: readonly string[],
): Promise<Map<string, AuditedPayment[]>> => lookUp<AuditedPayment>(payment, ofOrders, orderIds);
