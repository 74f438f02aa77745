import { movements } from "@caravan/bank/schema";
import { bookLines, bookMovements, payments } from "@caravan/payment/schema";
import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { cents } from "../orders.ts";
import { lookUp, pageSize, pages } from "../reading.ts";

const missingInBooks = async (
  { payment, bank }: Pick<Sources, "payment" | "bank">,
  { before }: AuditOptions,
): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const unbooked: Awaited<ReturnType<typeof atBank>> = [];
  const after = (position: number) => atBank(bank, position);
  for await (const page of pages(0, ({ position }) => position, after)) {
    const keys = page.map(({ key }) => key);
    const found = await lookUp(keys, (some) => booked(payment, inArray(bookMovements.reference, some)));
    for (const line of page) {
      const reason = line.type === "capture" ? "captured" : "refunded";
      const ours = found.get(line.key)?.find((movement) => movement.reason === reason);
      if (!ours && line.at <= before) unbooked.push(line);
      if (ours && ours.amount !== line.amount)
        faults.push({
          id: line.key,
          sentence: `The bank's ${line.type} ${line.key} is of ${cents(line.amount)}; movement ${ours.id} says ${ours.amount}.`,
        });
    }
  }
  // The worker reads the bank's state with the next attempt of a payment.
  const planned = await lookUp([...new Set(unbooked.map((line) => line.payment))], (some) =>
    payment
      .select({ key: payments.id })
      .from(payments)
      .where(and(gt(payments.dueAt, before), inArray(payments.id, some))),
  );
  for (const { key, type, payment: id, amount, at } of unbooked)
    if (!planned.has(id))
      faults.push({
        id: key,
        sentence: `The bank's ${type} ${key} of ${cents(amount)} for ${id}, at ${at.toISOString()}, is not in the books, and no attempt is planned.`,
      });
  return faults;
};

/** We book only what the bank has reported, so this is wrong at any time. */
const missingAtBank = async ({ payment, bank }: Pick<Sources, "payment" | "bank">): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const known = async (type: "capture" | "refund", keys: readonly string[]) => {
    const key = type === "capture" ? movements.merchantReference : movements.refundReference;
    return lookUp(keys, (some) =>
      bank
        .select({ key: sql<string>`${key}` })
        .from(movements)
        .where(and(eq(movements.type, type), inArray(key, some))),
    );
  };
  const after = (id: string) => booked(payment, gt(bookMovements.id, id)).limit(pageSize);
  for await (const page of pages("", ({ id }) => id, after)) {
    const keys = page.map(({ key }) => key);
    const [captures, refunds] = [await known("capture", keys), await known("refund", keys)];
    for (const { id, key, reason, amount } of page)
      if (!(reason === "captured" ? captures : refunds).has(key))
        faults.push({
          id: key,
          sentence: `Movement ${id} says that ${cents(amount)} were ${reason} as ${key}; the bank does not know of it.`,
        });
  }
  return faults;
};

/** Movements of the bank that we book at once, under their references in our books. */
const atBank = (bank: Reader, after: number) =>
  bank
    .select({
      position: movements.position,
      key: sql<string>`case when ${eq(movements.type, "capture")} then ${movements.merchantReference} else ${movements.refundReference} end`,
      type: movements.type,
      payment: movements.merchantReference,
      amount: sql`abs(${movements.amountCents})`.mapWith(Number),
      at: movements.at,
    })
    .from(movements)
    .where(and(inArray(movements.type, ["capture", "refund"]), gt(movements.position, after)))
    .orderBy(asc(movements.position))
    .limit(pageSize);

/** Changes of our balance at the bank, by our reference. */
const booked = (payment: Reader, which: SQL) =>
  payment
    .select({
      key: bookMovements.reference,
      id: bookMovements.id,
      reason: bookMovements.reason,
      amount: sql`abs(${bookLines.amountCents})`.mapWith(Number),
    })
    .from(bookMovements)
    .innerJoin(
      bookLines,
      and(eq(bookLines.movementId, bookMovements.id), eq(bookLines.account, "bank-receivable")),
    )
    .where(and(inArray(bookMovements.reason, ["captured", "refunded"]), which))
    .orderBy(asc(bookMovements.id));

/** Line by line: movements of the bank are in the books, and the other way round. Fees and payouts come with the daily statement. */
export const bank = {
  name: "the books agree with the bank",
  async run(sources: Pick<Sources, "payment" | "bank">, options: AuditOptions): Promise<Fault[]> {
    return [...(await missingInBooks(sources, options)), ...(await missingAtBank(sources))];
  },
} satisfies Check;
