import type { Dependencies } from "../dependencies.ts";
import { changeIntent } from "./change-intent.ts";

const batchSize = 50;

/** Lets refunds come back whose time has come. One that was done and not forgotten is done again, which changes nothing. */
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
