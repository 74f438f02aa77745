import type { BookMovement, Difference, Reconciliation } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { compare, keyOf, lineKey, missingAtBank, movementsOf } from "../domain/reconcile.ts";
import { dayUnknown } from "../domain/refusals.ts";

const daySeconds = 86_400;
/** Younger than this, a movement may still be on its way into the books, or past the statement just read. */
const settleSeconds = 10;
/** How far apart the provider's clock and ours may put the same movement. */
const midnightSeconds = 900;

const plus = (date: Date, seconds: number): Date => new Date(date.getTime() + seconds * 1000);
/** The beginning of a day that the calendar has and that has begun; 2026-02-30 would become another one. */
const beginOf = (date: string, now: Date): Date => {
  const from = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(from.getTime()) || dayOf(from) !== date || from > now) throw dayUnknown(date);
  return from;
};
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/**
 * Compares a day of the provider's statement with the books, books its fees and payouts, and keeps the result. What the books
 * miss is read from the provider again by the worker. Both sides are read page by page; of a line only its key is kept.
 *
 * @throws Refusal `day-unknown`, `provider-unavailable`
 */
export const reconcileDay = async (dependencies: Dependencies, date: string): Promise<Reconciliation> => {
  const { provider, books, payments, reconciliations, observer } = dependencies;
  const ranAt = dependencies.now();
  const from = beginOf(date, ranAt);
  const settled = plus(ranAt, -settleSeconds);
  const listed = new Set<string>();
  const differences: Difference[] = [];
  let matchedLines = 0;
  // The statement first: whatever it shows was booked before, or is about to be.
  for await (const page of provider.statement(date)) {
    await books.record(movementsOf(page), ranAt);
    const found = await books.byReferences(page.map(({ reference }) => reference));
    const known = new Map(found.map((it) => [keyOf(it), it]));
    const compared = compare(
      page.filter((line) => known.has(lineKey(line)) || line.at < settled),
      known,
    );
    matchedLines += compared.matchedLines;
    differences.push(...compared.differences);
    for (const line of page) listed.add(lineKey(line));
  }
  const until = new Date(Math.min(plus(from, daySeconds).getTime(), settled.getTime()));
  differences.push(...(await unlistedOf(dependencies, listed, from, until)).map(missingAtBank));
  const missing = differences.flatMap(({ kind, paymentId }) =>
    kind === "missing-in-books" && paymentId !== null ? [paymentId] : [],
  );
  await payments.hasten(missing, ranAt);
  const status = differences.length === 0 ? "matched" : "differences";
  const result = { date, status, matchedLines, differences, ranAt: ranAt.toISOString() } as const;
  await reconciliations.save(result);
  observer.differences(differences.length);
  return result;
};

/**
 * What was booked in the period and is not listed. The statements of the days beside are asked for only when some of that was
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
  const early = times.some((at) => at < plus(from, midnightSeconds));
  const late = times.some((at) => at >= plus(from, daySeconds - midnightSeconds));
  for (const day of [...(early ? [plus(from, -daySeconds)] : []), ...(late ? [plus(from, daySeconds)] : [])])
    for await (const page of provider.statement(dayOf(day)))
      for (const line of page) open.delete(lineKey(line));
  return [...open.values()];
};

/** Yesterday, whose statement may have grown since, and today. */
export const reconcileRecentDays = async (dependencies: Dependencies): Promise<void> => {
  const now = dependencies.now();
  for (const day of [plus(now, -daySeconds), now]) await reconcileDay(dependencies, dayOf(day));
};
