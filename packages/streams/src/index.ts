export { asDeadLetter, type DeadLetter, deadLetters, deadTopics } from "./dead-letters.ts";
export { type Entry, entries, everyEntry, type Group, groupsOf, streamNames, writtenAt } from "./streams.ts";
