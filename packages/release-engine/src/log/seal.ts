import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Entry } from "../engine/run.ts";
import type { LogEntry } from "./entry.ts";

/** What the first entry names as the hash of the one before. */
export const noHash = "0".repeat(64);

/** The one way to write a value as JSON (RFC 8785), so that a hash over it is defined. */
export const canonical = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("Only what JSON can say has a canonical form.");
  return text;
};

export const hashOf = ({ hash: _, ...rest }: Omit<LogEntry, "hash"> & { hash?: string }): string =>
  createHash("sha256").update(canonical(rest)).digest("hex");

/** Gives an entry its place after the one before, and the hash by which a change of either is found. */
export const seal = (
  { at, actor, kind, input, decision }: Entry,
  before?: Pick<LogEntry, "sequence" | "hash">,
): LogEntry => {
  const entry = {
    sequence: (before?.sequence ?? 0) + 1,
    ...{ at, actor, kind, input },
    decision: { ...decision },
    previous: before?.hash ?? noHash,
  };
  return { ...entry, hash: hashOf(entry) };
};

/** The line of a log, without its end. */
export const lineOf = (entry: LogEntry): string => canonical(entry);
