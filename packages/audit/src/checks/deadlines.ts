import { PaymentStatus, paymentHasEnded, ShipmentStatus, shipmentIsFinal } from "@caravan/contracts";
import { reservations } from "@caravan/inventory/schema";
import { shipments } from "@caravan/logistics/schema";
import { orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { and, eq, gt, gte, isNull, lt, ne, notInArray, or, type SQL } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { final } from "../orders.ts";

type Shop = Pick<Sources, "order" | "payment" | "logistics" | "inventory">;

/** Overdue work: the condition selects it, given the time until which it should have been done. */
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
    sentence: "is past its deadline without a planned attempt",
  },
  {
    of: "order",
    overdue: (before) =>
      and(lt(orders.nextAttemptAt, before), or(isNull(orders.deadlineAt), gte(orders.deadlineAt, before))),
    sentence: "has a due step that is not taken",
  },
  {
    of: "order",
    overdue: () => and(ne(orders.steps, ""), isNull(orders.nextAttemptAt), isNull(orders.deadlineAt)),
    sentence: "has steps left without a planned attempt",
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
    sentence: "waits without a deadline",
  },
  {
    of: "payment",
    overdue: (before) => lt(payments.dueAt, before),
    sentence: "is due and is not processed",
  },
  {
    of: "payment",
    overdue: () =>
      and(
        isNull(payments.dueAt),
        or(
          eq(payments.status, "requires-confirmation"),
          eq(payments.needsVoid, true),
          gt(payments.reservedCents, payments.refundedCents),
          and(eq(payments.cancelRequested, true), notInArray(payments.status, endedPayments)),
          and(eq(payments.captureRequested, true), eq(payments.status, "authorised")),
        ),
      ),
    sentence: "is unfinished without a planned attempt",
  },
  {
    of: "logistics",
    overdue: (before) => lt(shipments.dueAt, before),
    sentence: "is due to be announced or polled and is not processed",
  },
  {
    of: "logistics",
    overdue: () => and(isNull(shipments.dueAt), notInArray(shipments.status, finalShipments)),
    sentence: "is in transit without a planned poll",
  },
  {
    of: "inventory",
    overdue: (before) => and(eq(reservations.status, "held"), lt(reservations.expiresAt, before)),
    sentence: "should have expired and still holds stock",
  },
];

/** The table of each database with work that can be overdue. */
const tables = { order: orders, payment: payments, logistics: shipments, inventory: reservations };

/** All unfinished work has a planned attempt, and attempts are made in time. */
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
