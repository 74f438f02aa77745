export { chooseLetters } from "./choose-letters.ts";
export { explainLetters } from "./explain-letters.ts";
export { findDeadLetter } from "./find-dead-letter.ts";
export { discard, discardedStream, replay } from "./move.ts";
export { letterText, listTable } from "./show.ts";
