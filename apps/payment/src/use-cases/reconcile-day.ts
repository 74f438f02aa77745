import type { Reconciliation } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { compare, movementsOf, type StatementLine } from "../domain/reconcile.ts";
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
 * miss is read from the provider again by the worker.
 *
 * @throws Refusal `day-unknown`, `provider-unavailable`
 */
export const reconcileDay = async (dependencies: Dependencies, date: string): Promise<Reconciliation> => {
  const { provider, books, payments, reconciliations, observer } = dependencies;
  const ranAt = dependencies.now();
  const from = beginOf(date, ranAt);
  const settled = plus(ranAt, -settleSeconds);
  // The statement first: whatever it shows was booked before, or is about to be.
  const statement = await provider.statement(date);
  await books.record(movementsOf(statement), ranAt);
  const known = await books.byReferences(statement.map(({ reference }) => reference));
  const familiar = new Set(known.map(({ reference }) => reference));
  const lines = statement.filter(({ reference, at }) => familiar.has(reference) || at < settled);
  const to = plus(from, daySeconds);
  const until = new Date(Math.min(to.getTime(), settled.getTime()));
  const booked = (await books.between(from, until)).filter(
    ({ reason }) => reason === "captured" || reason === "refunded",
  );
  const beside = await besideOf(dependencies, statement, booked, from);
  const { matchedLines, differences } = compare({ lines, known, booked, beside });
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

/** Statements of the days beside, asked for only when something booked near midnight is not in this one. */
const besideOf = async (
  { provider }: Dependencies,
  statement: readonly StatementLine[],
  booked: readonly { reference: string; at: string }[],
  from: Date,
): Promise<StatementLine[]> => {
  const listed = new Set(statement.map(({ reference }) => reference));
  const open = booked.filter(({ reference }) => !listed.has(reference)).map(({ at }) => new Date(at));
  const early = open.some((at) => at < plus(from, midnightSeconds));
  const late = open.some((at) => at >= plus(from, daySeconds - midnightSeconds));
  const days = [...(early ? [plus(from, -daySeconds)] : []), ...(late ? [plus(from, daySeconds)] : [])];
  return (await Promise.all(days.map((day) => provider.statement(dayOf(day))))).flat();
};

/** Yesterday, whose statement may have grown since, and today. */
export const reconcileRecentDays = async (dependencies: Dependencies): Promise<void> => {
  const now = dependencies.now();
  for (const day of [plus(now, -daySeconds), now]) await reconcileDay(dependencies, dayOf(day));
};
