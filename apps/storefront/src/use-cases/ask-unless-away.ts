import { Refusal } from "@caravan/contracts";
import type { Clock } from "../dependencies.ts";
import { orUnknown } from "./or-unknown.ts";

/** {@link orUnknown}, for calls that a service which does not answer is to be spared. */
export type AskUnlessAway = <T>(failing: string, call: () => Promise<T>) => Promise<T | undefined>;

/** After a call without an answer: a service that hangs does not hold up every page. */
const pauseMilliseconds = 1_000;

/** Calls to one service, none of them for a second after one without an answer. */
export const createAskUnlessAway = (clock: Clock = performance): AskUnlessAway => {
  let awayUntil = 0;
  return async (failing, call) => {
    if (clock.now() < awayUntil) return undefined;
    return orUnknown(failing, () =>
      call().catch((error: unknown) => {
        if (isAway(error)) awayUntil = clock.now() + pauseMilliseconds;
        throw error;
      }),
    );
  };
};

const isAway = (error: unknown): boolean =>
  error instanceof Refusal && (error.kind === "unavailable" || error.kind === "deadline");
