import { shipments } from "@caravan/logistics/schema";
import { orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { and, eq, gt, gte, isNull, lt, ne, or } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { changedAt } from "../orders.ts";

/** With pauses that double up to a minute, so many attempts are half an hour: longer than any part may be down. */
const mostAttempts = 30;
/** The pauses between polls of the carrier grow to hours: so many without news are two weeks. */
const mostPolls = 60;
/** The maximum duration of requested work, for any number of attempts. */
const longestHours = 24;

/** Work that is planned and never completes: its name and its attempts. */
interface Work {
  id: string;
  what: string;
  attempts: number;
}

const steps = async (order: Reader, begun: Date): Promise<Work[]> =>
  order
    .select({ id: orders.id, what: orders.steps, attempts: orders.attempts })
    .from(orders)
    .where(and(ne(orders.steps, ""), or(gte(orders.attempts, mostAttempts), lt(changedAt(order), begun))));

const commands = async (payment: Reader, begun: Date): Promise<Work[]> => {
  const refunding = gt(payments.reservedCents, payments.refundedCents);
  const cancelling = eq(payments.cancelRequested, true);
  const capturing = eq(payments.captureRequested, true);
  const found = await payment
    .select()
    .from(payments)
    .where(
      and(
        or(gte(payments.attempts, mostAttempts), lt(payments.createdAt, begun)),
        or(
          eq(payments.needsVoid, true),
          refunding,
          eq(payments.status, "requires-confirmation"),
          and(eq(payments.status, "authorised"), or(cancelling, capturing)),
        ),
      ),
    );
  return found.map((row) => {
    if (row.reservedCents > row.refundedCents) return { ...row, what: "refund" };
    if (row.cancelRequested) return { ...row, what: "cancellation" };
    return { ...row, what: row.captureRequested ? "capture" : "confirmation" };
  });
};

const parcels = async (logistics: Reader, work: "announce" | "poll", begun: Date): Promise<Work[]> => {
  const { id, failures: attempts } = shipments;
  const [tooOften, tooOld] = [gte(attempts, mostAttempts), lt(shipments.createdAt, begun)];
  const stalled =
    work === "announce"
      ? or(tooOften, tooOld)
      : and(or(tooOften, gte(shipments.quietPolls, mostPolls)), tooOld);
  const found = await logistics
    .select({ id, attempts })
    .from(shipments)
    .where(and(eq(shipments.work, work), isNull(shipments.stopped), stalled));
  const what = work === "announce" ? "announcement" : "news from the carrier";
  return found.map((row) => ({ ...row, what }));
};

const faultsOf = (works: readonly Work[], is: string): Fault[] =>
  works.map(({ id, what, attempts }) => ({
    id,
    sentence: `${id}: ${what} ${is} after ${attempts} attempts.`,
  }));

/** Work that keeps failing counts as a fault, even with a planned attempt. */
export const stalled = {
  name: "nothing is tried for ever",
  async run(
    { order, payment, logistics }: Pick<Sources, "order" | "payment" | "logistics">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const begun = new Date(before.getTime() - longestHours * 3_600_000);
    const toDo = [
      ...(await steps(order, begun)),
      ...(await commands(payment, begun)),
      ...(await parcels(logistics, "announce", begun)),
    ];
    return [
      ...faultsOf(toDo, "is still to be done"),
      ...faultsOf(await parcels(logistics, "poll", begun), "is still awaited"),
    ];
  },
} satisfies Check;
