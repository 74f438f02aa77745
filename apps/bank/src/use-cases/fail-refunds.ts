import type { Dependencies } from "../dependencies.ts";
import { changeIntent } from "./change-intent.ts";

const batchSize = 50;

/** Fails refunds that are due. One that failed and was not deleted is repeated, which changes nothing. */
export const failRefunds = async (dependencies: Dependencies): Promise<void> => {
  const { intents, now } = dependencies;
  for (let more = true; more; ) {
    const due = await intents.failingDue(now(), batchSize);
    for (const refund of due) {
      const { refundReference } = refund;
      await changeIntent(dependencies, refund.intentId, () => ({ step: "fail-refund", refundReference }));
      await intents.forgetFailing(refund);
    }
    more = due.length === batchSize;
  }
};
