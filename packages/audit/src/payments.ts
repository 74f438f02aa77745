import { bookMovements, payments } from "@caravan/payment/schema";
import { asc, eq, inArray, max, sql } from "drizzle-orm";
import type { Sources } from "./check.ts";
import { lookUp } from "./reading.ts";

/** The payments of these orders, by order id, oldest first: one for each attempt to pay. */
export const paymentsOf = ({ payment }: Pick<Sources, "payment">, orderIds: readonly string[]) => {
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
        /** Refunds requested or done. */
        reservedCents: payments.reservedCents,
        /** Whether its cancellation is requested. */
        cancelRequested: payments.cancelRequested,
        /** The time of the last movement in the books. */
        movedAt: sql<Date | null>`${lastMovement}`.mapWith(bookMovements.at),
      })
      .from(payments)
      .where(inArray(payments.orderId, some))
      .orderBy(asc(payments.id)),
  );
};

/** The data of a payment for the checks. */
export type AuditedPayment =
  Awaited<ReturnType<typeof paymentsOf>> extends Map<string, (infer Payment)[]> ? Payment : never;
