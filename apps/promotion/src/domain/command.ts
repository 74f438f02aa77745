import type { PromotionState } from "@caravan/contracts";
import type { Promotion } from "./promotion.ts";
import {
  promotionNotActive,
  promotionNotADraft,
  promotionNotPaused,
  promotionOver,
  tooManyRules,
} from "./refusals.ts";

/** What staff asks of a promotion. */
export type Command = "activate" | "pause" | "resume" | "end";

/** Price rules that may be active at the same time: every cart is held against each of them. */
export const mostRules = 100;

/**
 * The state after a command; undefined: it is done already.
 *
 * @param activeRules rules that are active, before the command
 * @throws Refusal `promotion-not-a-draft`, `promotion-not-active`, `promotion-not-paused`, `promotion-over`, `too-many-rules`
 */
export const decide = (
  promotion: Promotion,
  command: Command,
  { now, activeRules }: { readonly now: Date; readonly activeRules: number },
): PromotionState | undefined => {
  const { id, state, kind, endsAt } = promotion;
  const counting = (): "active" => {
    if (endsAt <= now) throw promotionOver(id);
    if (kind === "rule" && activeRules >= mostRules) throw tooManyRules(mostRules);
    return "active";
  };
  switch (command) {
    case "activate":
      if (state === "active") return undefined;
      if (state !== "draft") throw promotionNotADraft(id);
      return counting();
    case "pause":
      if (state === "paused") return undefined;
      if (state !== "active") throw promotionNotActive(id);
      return "paused";
    case "resume":
      if (state === "active") return undefined;
      if (state !== "paused") throw promotionNotPaused(id);
      return counting();
    case "end":
      return state === "ended" ? undefined : "ended";
  }
};
