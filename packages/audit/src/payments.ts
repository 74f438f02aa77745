import { bookMovements, payments } from "@caravan/payment/schema";
import { asc, eq, inArray, max, sql } from "drizzle-orm";
import type { Sources } from "./check.ts";
import { lookUp } from "./reading.ts";

/** The payments of these orders, by order id, oldest first: one for each attempt to pay. */
export function paymentsOf({ payment }: Pick<Sources, "payment">, orderIds: readonly string[]) {
  const lastMovement = payment
    .select({ at: max(bookMovements.at) })
    .from(bookMovements)
    .where(eq(bookMovements.paymentId, payments.id));
  return lookUp(orderIds, (some) =>
    payment
      .select({
        key: payments.orderId,
        id: payments.id,
        status: payments.status,
        amountCents: payments.amountCents,
        capturedCents: payments.capturedCents,
        refundedCents: payments.refundedCents,
        /** Refunds asked for or done. */
        reservedCents: payments.reservedCents,
        /** Whether it is to be given up, whatever becomes of it. */
        cancelRequested: payments.cancelRequested,
        /** When money last moved, as the books say. */
        movedAt: sql<Date | null>`${lastMovement}`.mapWith(bookMovements.at),
      })
      .from(payments)
      .where(inArray(payments.orderId, some))
      .orderBy(asc(payments.id)),
  );
}

/** A payment as the checks see it. */
export type AuditedPayment =
  Awaited<ReturnType<typeof paymentsOf>> extends Map<string, (infer Payment)[]> ? Payment : never;
