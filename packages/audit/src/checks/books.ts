import { bookLines, bookMovements, payments, refunds } from "@caravan/payment/schema";
import { and, count, eq, inArray, isNotNull, isNull, lt, ne, or, type SQLWrapper, sql } from "drizzle-orm";
import { alias, unionAll } from "drizzle-orm/mysql-core";
import type { Check, Fault, Reader, Sources } from "../check.ts";
import { cents } from "../orders.ts";
import { total } from "../reading.ts";

const unbalanced = (payment: Reader) => {
  const { id, reason, reference } = bookMovements;
  const [lines, sum] = [count(bookLines.movementId), total(bookLines.amountCents)];
  return payment
    .select({ id, reason, reference, lines, sum })
    .from(bookMovements)
    .leftJoin(bookLines, eq(bookLines.movementId, id))
    .groupBy(id, reason, reference)
    .having(or(lt(lines, 2), ne(sum, 0)));
};

const withoutMovement = (payment: Reader) =>
  payment
    .select({ id: bookLines.movementId, sum: total(bookLines.amountCents) })
    .from(bookLines)
    .leftJoin(bookMovements, eq(bookMovements.id, bookLines.movementId))
    .where(isNull(bookMovements.id))
    .groupBy(bookLines.movementId);

/** Payments whose figures differ from the books: deposits are a liability, so they are negative. */
const differing = (payment: Reader) => {
  const figures = (...[captured, refunded, bookedCaptured, bookedRefunded]: SQLWrapper[]) => ({
    captured: sql<number>`${captured}`.as("captured"),
    refunded: sql<number>`${refunded}`.as("refunded"),
    bookedCaptured: sql<number>`${bookedCaptured}`.as("booked_captured"),
    bookedRefunded: sql<number>`${bookedRefunded}`.as("booked_refunded"),
  });
  const none = sql`0`;
  const { reason } = bookMovements;
  const booked = bookLines.amountCents;
  const each = unionAll(
    payment
      .select({
        id: sql<string>`${payments.id}`.as("id"),
        ...figures(payments.capturedCents, payments.refundedCents, none, none),
      })
      .from(payments),
    payment
      .select({
        id: sql<string>`${bookMovements.paymentId}`.as("id"),
        ...figures(
          none,
          none,
          sql`case when ${eq(reason, "captured")} then -${booked} else 0 end`,
          sql`case when ${inArray(reason, ["refunded", "refund-failed"])} then ${booked} else 0 end`,
        ),
      })
      .from(bookMovements)
      .innerJoin(
        bookLines,
        and(eq(bookLines.movementId, bookMovements.id), eq(bookLines.account, "customer-deposits")),
      )
      .where(
        and(isNotNull(bookMovements.paymentId), inArray(reason, ["captured", "refunded", "refund-failed"])),
      ),
  ).as("each_one");
  const captured = total(each.captured);
  const refunded = total(each.refunded);
  const bookedCaptured = total(each.bookedCaptured);
  const bookedRefunded = total(each.bookedRefunded);
  return payment
    .select({ id: each.id, captured, refunded, bookedCaptured, bookedRefunded })
    .from(each)
    .groupBy(each.id)
    .having(or(ne(captured, bookedCaptured), ne(refunded, bookedRefunded)));
};

const refundsDiffering = (payment: Reader) => {
  const { id, refundedCents: refunded, reservedCents: reserved } = payments;
  const amount = refunds.amountCents;
  const succeeded = total(sql`case when ${eq(refunds.status, "succeeded")} then ${amount} end`);
  const wanted = total(
    sql`case when ${inArray(refunds.status, ["requested", "pending", "succeeded"])} then ${amount} end`,
  );
  return payment
    .select({ id, refunded, reserved, succeeded, wanted })
    .from(payments)
    .leftJoin(refunds, eq(refunds.paymentId, id))
    .groupBy(id, refunded, reserved)
    .having(or(ne(refunded, succeeded), ne(reserved, wanted)));
};

/** Refunds that were asked for anew though the first one counts as well: each wish of a caller may be paid once. */
const paidTwice = (payment: Reader) => {
  const anew = alias(refunds, "anew");
  const counts = ["requested", "pending", "succeeded"] as const;
  return payment
    .select({ id: refunds.id, paymentId: refunds.paymentId, anewId: anew.id, amount: anew.amountCents })
    .from(refunds)
    .innerJoin(
      anew,
      and(eq(anew.paymentId, refunds.paymentId), eq(anew.key, sql`concat('again ', ${refunds.id})`)),
    )
    .where(and(inArray(refunds.status, counts), inArray(anew.status, counts)));
};

/** All of it is in one database and changes in one transaction, so it holds at any time. */
export const books = {
  name: "the books balance, and hold what payments captured and refunded",
  async run({ payment }: Pick<Sources, "payment">): Promise<Fault[]> {
    return [
      ...(await unbalanced(payment)).map(({ id, reason, reference, lines, sum }) => ({
        id,
        sentence: `Movement ${id} (${reason} ${reference}) has ${lines} lines that sum up to ${cents(sum)}, not to zero.`,
      })),
      ...(await withoutMovement(payment)).map(({ id, sum }) => ({
        id,
        sentence: `Lines of ${cents(sum)} belong to movement ${id}, which does not exist.`,
      })),
      ...(await differing(payment)).map(({ id, captured, refunded, bookedCaptured, bookedRefunded }) => ({
        id,
        sentence: `${id} has captured ${captured} and refunded ${cents(refunded)}; the books say ${bookedCaptured} and ${bookedRefunded}.`,
      })),
      ...(await refundsDiffering(payment)).map(({ id, refunded, reserved, succeeded, wanted }) => ({
        id,
        sentence: `${id} counts ${refunded} of ${cents(reserved)} refunded; its refunds say ${succeeded} of ${wanted}.`,
      })),
      ...(await paidTwice(payment)).map(({ id, paymentId, anewId, amount }) => ({
        id,
        sentence: `${id} of ${paymentId} is not lost, and ${anewId} gives its ${cents(amount)} back once more.`,
      })),
    ];
  },
} satisfies Check;
