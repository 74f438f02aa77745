import type { PromotionFile } from "@caravan/contracts";
import type { By, Dependencies } from "../dependencies.ts";
import type { Command } from "../domain/command.ts";
import type { Promotion } from "../domain/promotion.ts";
import { accountUnknown, promotionUnknown } from "../domain/refusals.ts";
import { fileReply } from "../replies.ts";

/** A promotion with its figures and history. */
const showFile = async (
  { promotions }: Pick<Dependencies, "promotions">,
  promotion: Promotion,
): Promise<PromotionFile> => fileReply(promotion, await promotions.history(promotion.id));

/** @throws Refusal `promotion-unknown` */
export const inspectPromotion = async (dependencies: Dependencies, id: string): Promise<PromotionFile> => {
  const promotion = await dependencies.promotions.find(id);
  if (promotion === undefined) throw promotionUnknown(id);
  return showFile(dependencies, promotion);
};

/** Does what staff asks. @throws Refusal `promotion-unknown`; what `decide` refuses */
export const commandPromotion = async (
  dependencies: Dependencies,
  id: string,
  command: Command,
  by: By,
): Promise<PromotionFile> => showFile(dependencies, await dependencies.promotions.command(id, command, by));

/**
 * Gives a coupon to accounts: to all of them or to none.
 *
 * @throws Refusal `promotion-unknown`, `not-a-coupon`, `promotion-ended`, `promotion-over`, `account-unknown`, `accounts-unavailable`
 */
export const giveCoupon = async (
  dependencies: Dependencies,
  id: string,
  accounts: readonly string[],
  by: By,
): Promise<PromotionFile> => {
  const check = async () => {
    const known = await dependencies.accounts.known(accounts);
    const errors = accounts.flatMap((account, at) =>
      known.has(account) ? [] : [{ field: `body.accounts.${at}`, detail: `is ${account}, and no account` }],
    );
    if (errors.length > 0) throw accountUnknown(errors);
  };
  return showFile(dependencies, await dependencies.promotions.give(id, accounts, by, check));
};
