import * as v from "valibot";
import { LogEntry } from "./entry.ts";
import { hashOf, lineOf, noHash } from "./seal.ts";

/** What a log is found to be: whole, or the first line that is wrong, and why. */
export type Verification =
  | { readonly sound: true; readonly entries: number; readonly head: string | null }
  | { readonly sound: false; readonly line: number; readonly why: string };

const Line = v.pipe(v.string(), v.parseJson(), LogEntry);

const places = ({ sequence }: LogEntry, expected: number): string => {
  if (expected === 1)
    return `It is entry ${sequence}, and a log begins with entry 1: ${sequence - 1} entries before it were removed.`;
  return sequence > expected
    ? `It is entry ${sequence}, and entry ${expected} should stand here: ${sequence - expected} were removed, or entries changed places.`
    : `It is entry ${sequence}, and entry ${expected} should stand here: entries changed places, or one was put in twice.`;
};

/** What is wrong with a line that should follow these. */
const fault = (text: string, before: LogEntry | undefined): LogEntry | string => {
  if (text.trim() === "")
    return "It is empty: a line was put in or cut off. Get the log once more: ./caravan release log <app>";
  if (text.endsWith("\r"))
    return "It ends with CR LF: a program converted the file as text. Convert it back (sed 's/\\r$//'), or get the log once more.";
  const parsed = v.safeParse(Line, text);
  if (!parsed.success) return "It is no entry of a log: it was edited, or is not written to its end.";
  const entry = parsed.output;
  if (lineOf(entry) !== text) return "It is not written as it was sealed (canonical JSON): it was edited.";
  if (hashOf(entry) !== entry.hash) return "Its content does not have its hash: it was edited.";
  const expected = (before?.sequence ?? 0) + 1;
  if (entry.sequence !== expected) return places(entry, expected);
  if (entry.previous !== (before?.hash ?? noHash))
    return "It was sealed after another entry than the one before it, which was replaced.";
  return entry;
};

/**
 * Looks for changes in a log. A log whose end was removed is whole in itself, and so is one that was written anew from some line on; only a
 * hash that is kept elsewhere tells.
 *
 * @param expected the hash of an entry that the log must have, such as its last one at some time
 */
export const verifyLog = (lines: readonly string[], expected?: string): Verification => {
  let before: LogEntry | undefined;
  let seen = expected === undefined;
  for (const [index, text] of lines.entries()) {
    const found = fault(text, before);
    if (typeof found === "string") return { sound: false, line: index + 1, why: found };
    before = found;
    seen ||= found.hash === expected;
  }
  if (seen) return { sound: true, entries: lines.length, head: before?.hash ?? null };
  const why = `No entry has the expected hash ${expected}: the end was removed, or written anew.`;
  return { sound: false, line: lines.length + 1, why };
};

/** The lines of a log's text; each ends with a line feed. */
export const linesOf = (text: string): string[] => {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
};
