import type { Benefit, CodeRefusal, Condition, PromotionState } from "@caravan/contracts";
import type { Promotion as Candidate } from "@caravan/pricing";

/** The terms of a promotion. They never change. */
export interface Terms {
  readonly kind: "coupon" | "rule";
  readonly name: string;
  /** What shoppers name to have it; null for a rule. */
  readonly code: string | null;
  /** Only for accounts that were given it. */
  readonly onlyGiven: boolean;
  readonly benefit: Benefit;
  readonly condition: Condition;
  readonly priority: number;
  readonly combines: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Orders in all; null: without a limit, as are the next two. */
  readonly mostUses: number | null;
  /** Orders of one shopper. */
  readonly perPerson: number | null;
  /** What it may take off in all. */
  readonly budgetCents: number | null;
}

/** A promotion with the figures that guard its limits. */
export interface Promotion extends Terms {
  readonly id: string;
  readonly state: PromotionState;
  /** Orders that hold it, and that have used it, with what it takes off them. */
  readonly held: number;
  readonly used: number;
  readonly heldCents: number;
  readonly usedCents: number;
  readonly createdAt: Date;
}

/** What is known of who buys. */
export interface Facts {
  readonly signedIn: boolean;
  /** No order of theirs was ever confirmed. */
  readonly firstOrder: boolean;
  /** Their orders that hold or have used a promotion, by its id. */
  readonly uses: ReadonlyMap<string, number>;
  /** Promotions that were given to them. */
  readonly given: ReadonlySet<string>;
}

/** What is left of the budget; null: it has none. */
export const budgetLeft = ({ budgetCents, heldCents, usedCents }: Promotion): number | null =>
  budgetCents === null ? null : budgetCents - heldCents - usedCents;

/** Fewer uses than these are meant to be used up: a coupon for one order is, by its first one. */
export const fewUses = 10;

/** The share of its budget or of its uses that is given, the larger one; null: it has neither, or a few uses only. */
export const givenShare = (promotion: Promotion): number | null => {
  const { budgetCents, heldCents, usedCents, mostUses, held, used } = promotion;
  const shares = [
    ...(budgetCents === null ? [] : [(heldCents + usedCents) / budgetCents]),
    ...(mostUses === null || mostUses < fewUses ? [] : [(held + used) / mostUses]),
  ];
  return shares.length === 0 ? null : Math.max(...shares);
};

/** Orders of one shopper; a promotion for first orders is for one. */
export const mostOfPerson = ({
  perPerson,
  condition,
}: Pick<Terms, "perPerson" | "condition">): number | null => (condition.firstOrder ? 1 : perPerson);

/** Whether anything of it can run out: only then must an order see what all others take of it. */
export const isLimited = (
  terms: Pick<Terms, "mostUses" | "perPerson" | "budgetCents" | "condition">,
): boolean => terms.mostUses !== null || terms.budgetCents !== null || mostOfPerson(terms) !== null;

/** Whether it counts at this time, by its state and the clock. */
export const isRunning = ({ state, startsAt, endsAt }: Promotion, now: Date): boolean =>
  state === "active" && startsAt <= now && now < endsAt;

/** Whether all that it may give is given. */
export const isExhausted = (promotion: Promotion): boolean => {
  const { mostUses, held, used } = promotion;
  return (mostUses !== null && held + used >= mostUses) || (budgetLeft(promotion) ?? 1) <= 0;
};

/** Why this shopper cannot use it now, whatever is in the cart; null when they can. A draft's code is not known to anyone. */
export const barredBy = (
  promotion: Promotion,
  { uses, given }: Pick<Facts, "uses" | "given">,
  now: Date,
): CodeRefusal | null => {
  const { id, state, onlyGiven } = promotion;
  if (state === "draft") return "coupon-unknown";
  if (state === "ended" || promotion.endsAt <= now) return "coupon-over";
  if (!isRunning(promotion, now)) return "coupon-not-yet";
  if (onlyGiven && !given.has(id)) return "coupon-not-for-you";
  const most = mostOfPerson(promotion);
  if (most !== null && (uses.get(id) ?? 0) >= most) return "coupon-used";
  return isExhausted(promotion) ? "coupon-exhausted" : null;
};

/** A promotion as the engine wants it. */
export const candidateOf = (promotion: Promotion, facts: Facts, now: Date): Candidate => {
  const { id, name, code, benefit, condition, priority, combines } = promotion;
  return {
    ...{ id, name, code, benefit, condition, priority, combines },
    barred: barredBy(promotion, facts, now),
    budgetLeftCents: budgetLeft(promotion),
  };
};
