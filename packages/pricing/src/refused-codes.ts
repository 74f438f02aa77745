import type { CodeRefusal, Quote } from "@caravan/contracts";
import type { Choice } from "./apply.ts";
import type { CartLine, Promotion, Shopper } from "./cart.ts";
import { conditionInWords } from "./in-words.ts";
import { unmet } from "./matching.ts";

const details: Readonly<Record<CodeRefusal, string>> = {
  "coupon-unknown": "There is no coupon with this code.",
  "coupon-not-yet": "This coupon does not count at the moment.",
  "coupon-over": "This coupon does not count any more.",
  "coupon-used": "You have used this coupon as often as it can be used.",
  "coupon-exhausted": "This coupon has been used up by others.",
  "coupon-not-for-you": "This coupon is not for you.",
  "coupon-not-matching": "Nothing in the cart fits this coupon.",
  "coupon-not-combinable": "This coupon does not combine with the other promotions, which take more off.",
};

/** For whom or for what it is, where that is why it does not count: the conditions of a coupon are no secret. */
const detailOf = (reason: CodeRefusal, promotion: Promotion | undefined): string => {
  const words = promotion === undefined ? [] : conditionInWords(promotion.condition);
  const conditional = reason === "coupon-not-for-you" || reason === "coupon-not-matching";
  return conditional && words.length > 0
    ? `${details[reason]} It counts ${words.join(", ")}.`
    : details[reason];
};

/** What the reasons follow from. */
interface Decided {
  readonly codes: readonly string[];
  readonly promotions: readonly Promotion[];
  readonly lines: readonly CartLine[];
  readonly shopper: Shopper;
  /** What was applied. */
  readonly chosen: Choice;
  /** What a promotion would do without the others. */
  readonly alone: (promotion: Promotion) => Choice;
}

/** The codes that take nothing off, each once, with the reason. */
export const refusedCodes = ({ codes, promotions, ...decided }: Decided): Quote["refused"] =>
  [...new Set(codes)].flatMap((code) => {
    const promotion = promotions.find((one) => one.code === code);
    const reason = promotion === undefined ? "coupon-unknown" : reasonOf(promotion, decided);
    return reason === undefined ? [] : [{ code, reason, detail: detailOf(reason, promotion) }];
  });

const reasonOf = (
  promotion: Promotion,
  { lines, shopper, chosen, alone }: Omit<Decided, "codes" | "promotions">,
): CodeRefusal | undefined => {
  if (promotion.barred !== null) return promotion.barred;
  const condition = unmet(promotion, lines, shopper);
  if (condition !== null) return condition;
  const fate = chosen.fates.get(promotion.id);
  if (fate === "applied") return undefined;
  if (fate === "exhausted") return "coupon-exhausted";
  switch (alone(promotion).fates.get(promotion.id)) {
    case "exhausted":
      return "coupon-exhausted";
    case "applied":
      return "coupon-not-combinable";
    default:
      return "coupon-not-matching";
  }
};
