import { strikes } from "@caravan/partner";
import type { Change, Dependencies } from "../dependencies.ts";
import { type Card, verdict } from "../domain/card.ts";
import { changeIntent } from "./change-intent.ts";

/** Asks the card's bank for the money. The card is judged and forgotten; why it was declined is told to the shopper alone. */
export const confirmIntent = async (
  dependencies: Dependencies,
  { intentId, card }: { intentId: string; card: Card },
): Promise<Change & { readonly declined: string | undefined }> => {
  const { declineRate, seed } = await dependencies.misbehaviour.get();
  const refused = verdict(card);
  let declined: string | undefined;
  const change = await changeIntent(dependencies, intentId, ({ merchantReference, declinedCards }) => {
    // Every card is drawn for anew, so that trying another one helps.
    const key = declinedCards === 0 ? merchantReference : `${merchantReference} ${declinedCards}`;
    const isStruck = strikes(declineRate, seed, "decline", key);
    declined = refused ?? (isStruck ? "declined by the card's bank" : undefined);
    return declined === undefined ? { step: "authorise" } : { step: "decline", reason: declined };
  });
  return { ...change, declined };
};
