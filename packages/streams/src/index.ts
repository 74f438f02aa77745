export {
  asDeadLetter,
  type DeadLetter,
  deadLetters,
  deadTopics,
  type WaitingLetters,
  waitingLetters,
} from "./dead-letters.ts";
export {
  type Entry,
  entries,
  everyEntry,
  type Group,
  groupsOf,
  newest,
  streamNames,
  writtenAt,
} from "./streams.ts";
