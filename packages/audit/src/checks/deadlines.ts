import { PaymentStatus, paymentHasEnded, ShipmentStatus, shipmentIsFinal } from "@caravan/contracts";
import { reservations } from "@caravan/inventory/schema";
import { shipments } from "@caravan/logistics/schema";
import { orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { and, eq, gt, gte, isNull, lt, ne, notInArray, or, type SQL } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { final } from "../orders.ts";

type Shop = Pick<Sources, "order" | "payment" | "logistics" | "inventory">;

/** Something that waits for nobody: what its condition selects, given the moment until which it should have been done. */
interface Rule {
  of: keyof Shop;
  overdue: (before: Date) => SQL | undefined;
  sentence: string;
}

const endedPayments = PaymentStatus.options.filter(paymentHasEnded);
const finalShipments = ShipmentStatus.options.filter(shipmentIsFinal);

const rules: readonly Rule[] = [
  {
    of: "order",
    overdue: (before) =>
      and(
        lt(orders.deadlineAt, before),
        notInArray(orders.status, final),
        or(isNull(orders.nextAttemptAt), lt(orders.nextAttemptAt, before)),
      ),
    sentence: "is past its deadline, and nobody is about to try anything",
  },
  {
    of: "order",
    overdue: (before) =>
      and(lt(orders.nextAttemptAt, before), or(isNull(orders.deadlineAt), gte(orders.deadlineAt, before))),
    sentence: "has a step that is due, and nobody takes it",
  },
  {
    of: "order",
    overdue: () => and(ne(orders.steps, ""), isNull(orders.nextAttemptAt), isNull(orders.deadlineAt)),
    sentence: "has steps left that nobody will ever take",
  },
  {
    of: "order",
    overdue: (before) =>
      and(
        notInArray(orders.status, final),
        eq(orders.steps, ""),
        isNull(orders.deadlineAt),
        lt(orders.placedAt, before),
      ),
    sentence: "waits for something without a deadline",
  },
  {
    of: "payment",
    overdue: (before) => lt(payments.dueAt, before),
    sentence: "is due to be looked at, and nobody does",
  },
  {
    of: "payment",
    overdue: () =>
      and(
        isNull(payments.dueAt),
        or(
          eq(payments.status, "requires-confirmation"),
          eq(payments.suspect, true),
          gt(payments.reservedCents, payments.refundedCents),
          and(eq(payments.cancelRequested, true), notInArray(payments.status, endedPayments)),
          and(eq(payments.captureRequested, true), eq(payments.status, "authorised")),
        ),
      ),
    sentence: "is unfinished, and nobody will look at it again",
  },
  {
    of: "logistics",
    overdue: (before) => lt(shipments.dueAt, before),
    sentence: "is due to be announced or asked for, and nobody does",
  },
  {
    of: "logistics",
    overdue: () => and(isNull(shipments.dueAt), notInArray(shipments.status, finalShipments)),
    sentence: "is on its way, and nobody will ask for it again",
  },
  {
    of: "inventory",
    overdue: (before) => and(eq(reservations.status, "held"), lt(reservations.expiresAt, before)),
    sentence: "should have expired, and holds stock all the same",
  },
];

/** What each database keeps that can be overdue. */
const tables = { order: orders, payment: payments, logistics: shipments, inventory: reservations };

/** Whatever is unfinished has somebody who will take it up, and soon enough. */
export const deadlines = {
  name: "nothing is past its deadline without a retry planned",
  async run(sources: Shop, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const { of, overdue, sentence } of rules) {
      const table = tables[of];
      const found = await sources[of]
        .select({ id: table.id, status: table.status })
        .from(table)
        .where(overdue(before));
      faults.push(...found.map(({ id, status }) => ({ id, sentence: `${id} (${status}) ${sentence}.` })));
    }
    return faults;
  },
} satisfies Check;
