import { basename } from "node:path";
import { why } from "./engine/why.ts";
import { importPlan } from "./import/import-plan.ts";
import { explain } from "./judge/explain.ts";
import { judge } from "./judge/judge.ts";
import { replay } from "./log/replay.ts";
import { linesOf, verifyLog } from "./log/verify-log.ts";
import { readPlan, showFault } from "./plan/lint.ts";

/** What a command says of files, to scripts and to people. */
export interface Report {
  readonly value: unknown;
  readonly words: readonly string[];
  readonly isSound: boolean;
}

interface File {
  readonly name: string;
  readonly text: string;
}

/** Every fault of plans, each of which is named for its service. */
export const reportPlans = (files: readonly File[], requestsPerMinute?: number): Report => {
  const value = files.map(({ name, text }) => {
    const options = { service: basename(name, ".yaml"), requestsPerMinute };
    return { file: name, faults: readPlan(text, options).faults };
  });
  const faults = value.flatMap(({ file, faults: found }) => found.map((fault) => showFault(file, fault)));
  if (faults.length > 0) return { value, words: faults, isSound: false };
  const plans = files.length === 1 ? "The plan has" : `${files.length} plans have`;
  return { value, words: [`${plans} no fault.`], isSound: true };
};

/** Whether a log is as it was written. */
export const reportLog = ({ name, text }: File, head?: string): Report => {
  const lines = linesOf(text);
  if (lines.length === 0)
    return { value: { sound: false }, words: [`${name} has no entries.`], isSound: false };
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head)) {
    const why = `"${head}" is no hash of an entry: it has 64 hexadecimal digits, as head of a release and as verify-log prints it.`;
    return { value: { sound: false, why }, words: [why], isSound: false };
  }
  const value = verifyLog(lines, head?.toLowerCase());
  const words = value.sound
    ? `${value.entries} entries, as they were written. The last one's hash, to be kept elsewhere: ${value.head}`
    : `${name}:${value.line} ${value.why}`;
  return { value, words: [words], isSound: value.sound };
};

/** Whether a log's inputs are decided as they were, and why the release is where it is. */
export const reportReplay = (file: File): Report => {
  const log = reportLog(file);
  if (!log.isSound) return log;
  const { run, entries, difference } = replay(linesOf(file.text), judge);
  const reasons = run ? why(run, explain) : [];
  const result = difference
    ? `Entry ${difference.sequence} is decided otherwise now: ${difference.words}.`
    : `${entries} entries are decided as they were, byte for byte.`;
  const value = { entries, difference, why: reasons };
  return { value, words: [result, ...reasons], isSound: difference === null };
};

/**
 * A plan of another tool's specification.
 *
 * @param out the file that it is written to; without one the plan itself is what is said
 * @throws RangeError when there is no such specification in the file
 */
export const reportImport = (text: string, out?: string): Report & { readonly plan: string } => {
  const value = importPlan(text);
  const { service, notes, text: plan } = value;
  const said = [
    `${out} is the plan of ${service}. Not carried over, or meant otherwise:`,
    ...notes.map(({ field, why: reason }) => `  ${field}: ${reason}`),
  ];
  return { plan, value, words: out === undefined ? [plan.trimEnd()] : said, isSound: true };
};
