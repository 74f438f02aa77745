import type { Dependencies } from "../dependencies.ts";

/** So long staff may announce a draft again whose first attempt was not answered. */
const graceSeconds = 600;

/**
 * Finds drafts whose pieces inventory has set aside without the sale's knowing, as the reply was lost, and ends those that staff does not
 * announce again: their pieces go back. Any number of processes may do it.
 */
export const giveUpDrafts = async ({ sales, inventory, now, log }: Dependencies): Promise<void> => {
  const before = new Date(now().getTime() - graceSeconds * 1000);
  for (const draft of await sales.unfinishedDrafts(before))
    try {
      const allotmentId = await inventory.findAllotment(draft.id);
      if (allotmentId === undefined) await sales.forgetAsked(draft);
      else await sales.endDraft(draft, now(), "its pieces were set aside, and it was not announced");
    } catch (error) {
      log.error({ err: error, sale: draft.id }, "it is not known whether pieces of a draft are set aside");
    }
};
