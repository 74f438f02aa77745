import type { PromotionTerms, promotionStaffRoutes } from "@caravan/contracts";
import { type Handlers, storedAnswer } from "@caravan/service-kit";
import type { By, Dependencies } from "../dependencies.ts";
import type { Command } from "../domain/command.ts";
import type { Terms } from "../domain/promotion.ts";
import { fileReply } from "../replies.ts";
import { commandPromotion, giveCoupon, inspectPromotion } from "../use-cases/command-promotion.ts";
import { createPromotion } from "../use-cases/create-promotion.ts";
import { previewQuote } from "../use-cases/preview-quote.ts";

interface Asked {
  readonly body: { readonly reason: string };
  readonly staffId: string;
  readonly idempotencyKey: string;
}
type AskedOfOne = Asked & { readonly params: { readonly promotionId: string } };

export const staffHandlers = (dependencies: Dependencies): Handlers<typeof promotionStaffRoutes> => {
  const { promotions, now } = dependencies;
  const by = ({ body, staffId, idempotencyKey: key }: Asked): By => ({
    ...{ who: `staff:${staffId}`, why: body.reason, at: now(), key },
  });
  const command = (what: Command) => (asked: AskedOfOne) =>
    commandPromotion(dependencies, asked.params.promotionId, what, by(asked));
  return {
    createPromotion: async (asked) =>
      storedAnswer(await createPromotion(dependencies, termsOf(asked.body.terms), by(asked))),
    listPromotions: async () => ({
      items: (await promotions.all()).map((promotion) => fileReply(promotion, [])),
    }),
    inspectPromotion: ({ params }) => inspectPromotion(dependencies, params.promotionId),
    activatePromotion: command("activate"),
    pausePromotion: command("pause"),
    resumePromotion: command("resume"),
    endPromotion: command("end"),
    giveCoupon: (asked) => giveCoupon(dependencies, asked.params.promotionId, asked.body.accounts, by(asked)),
    previewQuote: ({ body }) => previewQuote(dependencies, body),
  };
};

const termsOf = (terms: PromotionTerms): Terms => {
  const { name, benefit, condition, priority, combines, from, until, limits } = terms;
  return {
    ...{ name, benefit, condition, priority, combines, kind: terms.kind },
    ...(terms.kind === "coupon"
      ? { code: terms.code, onlyGiven: terms.onlyGiven }
      : { code: null, onlyGiven: false }),
    startsAt: new Date(from),
    endsAt: new Date(until),
    mostUses: limits.uses ?? null,
    perPerson: limits.perPerson ?? null,
    budgetCents: limits.budget?.amountCents ?? null,
  };
};
