import { counter, gauge } from "@caravan/service-kit";
import type { Dependencies, UseLag } from "./dependencies.ts";
import { budgetLeft, givenShare, type Promotion } from "./domain/promotion.ts";

const quotes = counter(
  "caravan_promotion_quotes_total",
  "Carts that were priced: reduced, list-price, with a refused code, or why it could not be done.",
  ["outcome"],
);
const tries = counter(
  "caravan_promotion_tries_total",
  "Tries of orders: held, repeated, or why they were refused.",
  ["outcome"],
);
const uses = counter("caravan_promotion_uses_total", "Uses by the status they came to: held, used, back.", [
  "status",
]);
const budget = gauge(
  "caravan_promotion_budget_left_cents",
  "What is left of the budget, of the twenty promotions that have given the largest share.",
  ["promotion"],
);
const given = gauge(
  "caravan_promotion_given_share",
  "Share of the budget or of the uses that is given, the larger one, of the twenty promotions with the most of it.",
  ["promotion"],
);
const due = gauge("caravan_promotion_due_uses", "Held uses whose order is to be asked what became of it.");
const oldest = gauge(
  "caravan_promotion_oldest_due_seconds",
  "How long the oldest of these uses has been waiting for an answer.",
);
const stuck = gauge(
  "caravan_promotion_stuck_uses",
  "Held uses that ten attempts have not settled: order does not answer, or its answer cannot be applied.",
);

/** Shows how far the keeper is behind. */
export const showLag = ({ dueUses, oldestDueSeconds, stuckUses }: UseLag): void => {
  stuck.set(stuckUses);
  due.set(dueUses);
  oldest.set(oldestDueSeconds);
};

/** Shows limits; a promotion that is not among them any more is not shown any more. */
export const showLimits = (promotions: readonly Promotion[]): void => {
  budget.reset();
  given.reset();
  for (const promotion of promotions) {
    const [left, share] = [budgetLeft(promotion), givenShare(promotion)];
    if (left !== null) budget.set({ promotion: promotion.id }, left);
    if (share !== null) given.set({ promotion: promotion.id }, share);
  }
};

/** Counted from zero, so that dashboards have them before the first one. */
const startAtZero = (): void => {
  for (const outcome of ["reduced", "list-price", "refused"]) quotes.inc({ outcome }, 0);
  for (const outcome of ["held", "repeated", "coupon-refused"]) tries.inc({ outcome }, 0);
  for (const status of ["held", "used", "back"]) uses.inc({ status }, 0);
};

/** What the use cases count. */
export const counts = (): Pick<Dependencies, "countQuote" | "countTry" | "countUse"> => {
  startAtZero();
  return {
    countQuote: (outcome) => quotes.inc({ outcome }),
    countTry: (outcome) => tries.inc({ outcome }),
    countUse: (status) => uses.inc({ status }),
  };
};
