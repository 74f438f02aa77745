import type { Batch, Decided } from "@caravan/flash-admission";

/** The marks that are stored, by number, from the one before a batch on. */
export type Marks = ReadonlyMap<number, string>;

/** What a batch adds to what is stored; undefined: Redis and the store tell different stories, or a decision is missing between them. */
export const freshOf = ({ decided }: Batch, stored: Marks): readonly Decided[] | undefined => {
  const first = decided[0];
  if (first === undefined) return [];
  const last = stored.keys().reduce((most, number) => Math.max(most, number), 0);
  if (first.number > last + 1) return undefined;
  const fresh = decided.filter(({ number }) => number > last);
  const agrees = decided.every(({ number, mark }) => (stored.get(number) ?? mark) === mark);
  return agrees && fresh.every(({ number }, i) => number === last + 1 + i) ? fresh : undefined;
};

/** A ticket after the last decision about it in a batch. */
export type Outcome = Pick<Decided, "ticket" | "shopper" | "click" | "kind">;

/** The outcome of each ticket, in the order of their first decision, and how many pieces more are sold than before. */
export const outcomesOf = (
  fresh: readonly Decided[],
  before: ReadonlyMap<string, Decided["kind"]>,
): { readonly outcomes: readonly Outcome[]; readonly sold: number } => {
  const outcomes = new Map<string, Outcome>();
  for (const { ticket, shopper, click, kind } of fresh)
    outcomes.set(ticket, { ticket, shopper, click, kind });
  const has = (kind: Decided["kind"] | undefined): number => (kind === "admitted" ? 1 : 0);
  const all = [...outcomes.values()];
  return {
    outcomes: all,
    sold: all.reduce((sum, { ticket, kind }) => sum + has(kind) - has(before.get(ticket)), 0),
  };
};
