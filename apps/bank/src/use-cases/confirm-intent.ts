import { strikes } from "@caravan/partner";
import type { Change, Dependencies } from "../dependencies.ts";
import { type Card, verdict } from "../domain/card.ts";
import { changeIntent } from "./change-intent.ts";

/** Authorises the payment at the card's bank. No card data is stored; the decline reason is shown only to the shopper. */
export const confirmIntent = async (
  dependencies: Dependencies,
  { intentId, card }: { intentId: string; card: Card },
): Promise<Change & { readonly declined: string | undefined }> => {
  const { declineRate, seed } = await dependencies.misbehaviour.get();
  const refused = verdict(card);
  let declined: string | undefined;
  const change = await changeIntent(dependencies, intentId, ({ merchantReference, declinedCards }) => {
    // Drawn again for every card, so that trying another one helps.
    const key = declinedCards === 0 ? merchantReference : `${merchantReference} ${declinedCards}`;
    const isStruck = strikes(declineRate, seed, "decline", key);
    declined = refused ?? (isStruck ? "declined by the card's bank" : undefined);
    return declined === undefined ? { step: "authorise" } : { step: "decline", reason: declined };
  });
  return { ...change, declined };
};
