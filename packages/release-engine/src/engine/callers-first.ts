import type { TrainDecision } from "./train.ts";

/**
 * The decisions of a train in the order in which they are acted on: those of callers first, whichever was made first. So on the way back no
 * new caller is left with the version before of what it calls. On the way up one service moves at a time, and the order does not matter.
 *
 * @param order of the train: each callee before its callers
 */
export const callersFirst = <State>(
  order: readonly string[],
  decisions: TrainDecision<State>["decisions"],
): TrainDecision<State>["decisions"] =>
  decisions.toSorted((a, b) => order.indexOf(b.service) - order.indexOf(a.service));
