import { Refusal } from "@caravan/contracts";
import { log } from "@caravan/service-kit";
import type { Clock } from "../dependencies.ts";

/** Makes a call that pages can do without. Never rejects; undefined, and `failing` in the log, when there was no answer. */
export type AskUnlessAway = <T>(failing: string, call: () => Promise<T>) => Promise<T | undefined>;

/** After a call without an answer: a service that hangs does not hold up every page. */
const pauseMilliseconds = 1_000;

/** Calls to one service, none of them for a second after one without an answer. */
export const createAskUnlessAway = (clock: Clock = performance): AskUnlessAway => {
  let awayUntil = 0;
  return async (failing, call) => {
    if (clock.now() < awayUntil) return undefined;
    try {
      return await call();
    } catch (error) {
      const { code, kind } = error instanceof Refusal ? error : { code: "unexpected", kind: undefined };
      log.warn({ code }, failing);
      if (kind === "unavailable" || kind === "deadline") awayUntil = clock.now() + pauseMilliseconds;
      return undefined;
    }
  };
};
