import * as v from "valibot";
import { Input } from "../engine/input.ts";

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A line of a log: an entry, its place, and the hash of the line before; its own hash is over all of it but itself, as canonical JSON. */
export const LogEntry = v.strictObject({
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.string(),
  actor: v.string(),
  kind: v.string(),
  input: Input,
  decision: v.record(v.string(), v.unknown()),
  previous: Hash,
  hash: Hash,
});
export type LogEntry = v.InferOutput<typeof LogEntry>;

const Line = v.pipe(v.string(), v.parseJson(), LogEntry);

/** The entry of a line. @throws ValiError when it is none */
export const logEntryOf = (line: string): LogEntry => v.parse(Line, line);
