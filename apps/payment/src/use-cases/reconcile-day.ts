import {
  type BookMovement,
  type Difference,
  type Reconciliation,
  Refusal,
  secondsAfter,
} from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import {
  compare,
  failedRefunds,
  keyOf,
  lineKey,
  missingAtBank,
  movementsOf,
  type StatementLine,
} from "../domain/reconcile.ts";
import { concludeRefund } from "../domain/refunds.ts";
import { dayUnknown } from "../domain/refusals.ts";
import { momentOf } from "./moment.ts";

const daySeconds = 86_400;
/** A younger movement may not be booked yet, or may be missing in the statement just read. */
const settleSeconds = 10;
/** The maximum difference between the provider's clock and ours. */
const midnightSeconds = 900;

/** The start of a valid day that has begun; a Date would turn 2026-02-30 into another day. */
const beginOf = (date: string, now: Date): Date => {
  const from = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(from.getTime()) || dayOf(from) !== date || from > now) throw dayUnknown(date);
  return from;
};
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Most differences stored for a day: staff needs examples of each problem, not every case of the same one. */
const mostDifferences = 1_000;

/**
 * Compares a day of the provider's statement with the books, books its fees and payouts, and stores the result. Payments that the
 * books miss are made due for the worker. Both sides are read page by page; of a line only its key is kept in memory.
 *
 * @throws Refusal `day-unknown`, `provider-unavailable`
 */
export const reconcileDay = async (dependencies: Dependencies, date: string): Promise<Reconciliation> => {
  const { provider, books, payments, reconciliations, observer } = dependencies;
  const ranAt = dependencies.now();
  const from = beginOf(date, ranAt);
  const settled = secondsAfter(ranAt, -settleSeconds);
  const listed = new Set<string>();
  const differences: Difference[] = [];
  let differencesTotal = 0;
  let matchedLines = 0;
  const differ = (some: readonly Difference[]): void => {
    differencesTotal += some.length;
    differences.push(...some.slice(0, mostDifferences - differences.length));
  };
  // The statement first: its lines were booked before, or are about to be.
  for await (const page of provider.statement(date)) {
    await books.record(movementsOf(page), ranAt);
    const known = await knownOf(dependencies, page);
    const lines = page.filter((line) => known.has(lineKey(line)) || line.at < settled);
    const compared = compare(lines.filter(isSettled(await pendingOf(dependencies, lines, known))), known);
    matchedLines += compared.matchedLines;
    differ(compared.differences);
    await payments.makeDueNow(missingOf(compared.differences), ranAt);
    for (const line of page) listed.add(lineKey(line));
  }
  const until = new Date(Math.min(secondsAfter(from, daySeconds).getTime(), settled.getTime()));
  differ((await unlistedOf(dependencies, listed, from, until)).map(missingAtBank));
  const status = differencesTotal === 0 ? "matched" : "differences";
  const kept = { date, status, matchedLines, differences, ranAt: ranAt.toISOString() } as const;
  const result = differencesTotal > differences.length ? { ...kept, differencesTotal } : kept;
  await reconciliations.save(result);
  observer.differences(differencesTotal);
  return result;
};

/** The books' movements of these lines. Failed refunds are booked first, by their payments. */
const knownOf = async (
  dependencies: Dependencies,
  page: readonly StatementLine[],
): Promise<Map<string, BookMovement>> => {
  const { books, payments } = dependencies;
  const read = async () => {
    const found = await books.byReferences(page.map(({ reference }) => reference));
    return new Map(found.map((it) => [keyOf(it), it]));
  };
  const known = await read();
  const failed = failedRefunds(page.filter((line) => !known.has(lineKey(line))));
  for (const { paymentId, refundId } of failed)
    await payments
      .change(paymentId, (payment) => concludeRefund(payment, refundId, "failed", momentOf(dependencies)))
      .catch((error: unknown) => {
        // Not one of our payments: it stays a difference.
        if (!(error instanceof Refusal && error.kind === "not-found")) throw error;
      });
  return failed.length === 0 ? known : read();
};

/** Refunds on the statement that the provider has accepted and not confirmed yet: they are booked once confirmed. */
const pendingOf = async (
  { payments }: Dependencies,
  lines: readonly StatementLine[],
  known: ReadonlyMap<string, BookMovement>,
): Promise<ReadonlySet<string>> => {
  const unbooked = lines.filter((line) => line.type === "refund" && !known.has(lineKey(line)));
  return payments.pendingRefunds(unbooked.map(({ reference }) => reference));
};

const isSettled =
  (pending: ReadonlySet<string>) =>
  ({ type, reference }: StatementLine): boolean =>
    type !== "refund" || !pending.has(reference);

const missingOf = (differences: readonly Difference[]): string[] =>
  differences.flatMap(({ kind, paymentId }) =>
    kind === "missing-in-books" && paymentId !== null ? [paymentId] : [],
  );

/**
 * Movements of the period that the statement does not list. The statements of the adjacent days are read only when some of them were
 * booked near midnight.
 */
const unlistedOf = async (
  { provider, books }: Dependencies,
  listed: ReadonlySet<string>,
  from: Date,
  until: Date,
): Promise<BookMovement[]> => {
  const open = new Map<string, BookMovement>();
  for await (const page of books.exchanged(from, until))
    for (const it of page) if (!listed.has(keyOf(it))) open.set(keyOf(it), it);
  const times = [...open.values()].map(({ at }) => new Date(at));
  const early = times.some((at) => at < secondsAfter(from, midnightSeconds));
  const late = times.some((at) => at >= secondsAfter(from, daySeconds - midnightSeconds));
  for (const day of [
    ...(early ? [secondsAfter(from, -daySeconds)] : []),
    ...(late ? [secondsAfter(from, daySeconds)] : []),
  ])
    for await (const page of provider.statement(dayOf(day)))
      for (const line of page) open.delete(lineKey(line));
  return [...open.values()];
};
