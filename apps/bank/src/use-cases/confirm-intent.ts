import { strikes } from "@caravan/stranger";
import type { Change, Dependencies } from "../dependencies.ts";
import { type Card, verdict } from "../domain/card.ts";
import { changeIntent } from "./change-intent.ts";

/** Asks the card's bank for the money. The card is judged and forgotten. */
export const confirmIntent = async (
  dependencies: Dependencies,
  { intentId, card }: { intentId: string; card: Card },
): Promise<Change> => {
  const { declineRate, seed } = await dependencies.misbehaviour.get();
  const refused = verdict(card);
  return changeIntent(dependencies, intentId, ({ merchantReference }) => {
    if (refused !== undefined) return { step: "decline", reason: refused };
    return strikes(declineRate, seed, "decline", merchantReference)
      ? { step: "decline", reason: "declined by the card's bank" }
      : { step: "authorise" };
  });
};
