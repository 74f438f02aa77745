import { type BenefitUse, euros, type Offer, type PromotionFile } from "@caravan/contracts";
import type { HistoryEntry } from "./dependencies.ts";
import { budgetLeft, type Promotion } from "./domain/promotion.ts";
import type { Use } from "./domain/use.ts";

const eurosOrNull = (cents: number | null) => (cents === null ? null : euros(cents));

/** A promotion as everyone may see it. */
export const offerReply = (promotion: Promotion): Offer => {
  const { id, name, benefit, condition, priority, combines, endsAt } = promotion;
  return { id, name, benefit, condition, priority, combines, until: endsAt.toISOString() };
};

/** A promotion as staff sees it. */
export const fileReply = (promotion: Promotion, history: readonly HistoryEntry[]): PromotionFile => {
  const { kind, state, code, onlyGiven, startsAt, mostUses, perPerson, budgetCents } = promotion;
  const { held, used, heldCents, usedCents } = promotion;
  return {
    ...offerReply(promotion),
    ...{ kind, state, code, onlyGiven, from: startsAt.toISOString() },
    limits: { uses: mostUses, perPerson, budget: eurosOrNull(budgetCents) },
    figures: {
      ...{ held, used, heldDiscount: euros(heldCents), usedDiscount: euros(usedCents) },
      budgetLeft: eurosOrNull(budgetLeft(promotion)),
    },
    history: history.map(({ at, what, who, why }) => ({ at: at.toISOString(), what, who, why })),
  };
};

/** What an order takes. */
export const useReply = ({ orderId, status, quote }: Use): BenefitUse => ({ orderId, status, quote });
