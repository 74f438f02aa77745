import { gauge } from "@caravan/service-kit";
import type { WaitingLetters } from "@caravan/streams";

const letters = gauge("caravan_dead_letters", "Events that could not be handled and wait, by topic.", [
  "topic",
]);
const oldest = gauge("caravan_dead_letters_oldest_seconds", "Age of the oldest dead letter, by topic.", [
  "topic",
]);

/** Shows the dead letters that wait now; topics without any are not shown. */
export const showDeadLetters = (waiting: readonly WaitingLetters[], now: Date): void => {
  letters.reset();
  oldest.reset();
  for (const { topic, count, since } of waiting) {
    letters.set({ topic }, count);
    oldest.set({ topic }, Math.max(0, (now.getTime() - since.getTime()) / 1000));
  }
};
