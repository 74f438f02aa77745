import { counter, gauge } from "@caravan/service-kit";
import type { Dependencies, UseLag } from "./dependencies.ts";
import { budgetLeft, type Promotion } from "./domain/promotion.ts";

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
  "What is left of the budget of active promotions, for the twenty with the least.",
  ["promotion"],
);
const due = gauge("caravan_promotion_due_uses", "Held uses whose order is to be asked what became of it.");
const oldest = gauge(
  "caravan_promotion_oldest_due_seconds",
  "How long the oldest of these uses has been waiting for an answer.",
);

/** Shows how far the keeper is behind. */
export const showLag = ({ dueUses, oldestDueSeconds }: UseLag): void => {
  due.set(dueUses);
  oldest.set(oldestDueSeconds);
};

/** Shows budgets; a promotion that is not among them any more is not shown any more. */
export const showBudgets = (promotions: readonly Promotion[]): void => {
  budget.reset();
  for (const promotion of promotions) budget.set({ promotion: promotion.id }, budgetLeft(promotion) ?? 0);
};

/** What the use cases count. */
export const counts = (): Pick<Dependencies, "countQuote" | "countTry" | "countUse"> => ({
  countQuote: (outcome) => quotes.inc({ outcome }),
  countTry: (outcome) => tries.inc({ outcome }),
  countUse: (status) => uses.inc({ status }),
});
