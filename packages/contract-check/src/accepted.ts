import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

/** A break that mends a fault, such as taking no order for a country that is not delivered to. */
export const AcceptedBreak = v.strictObject({
  /** The line that `contracts check` prints, to the letter. */
  break: v.pipe(v.string(), v.minLength(1)),
  /** One sentence: which fault it mends. */
  why: v.pipe(v.string(), v.minLength(20, "must say in a sentence which fault it mends")),
});
export type AcceptedBreak = v.InferOutput<typeof AcceptedBreak>;

const List = v.pipe(v.string(), v.parseJson(), v.array(AcceptedBreak));

/** The breaks that were accepted since the last release; the next release empties the list with the folder that it is in. */
export async function readAccepted(releasedFolder: string): Promise<AcceptedBreak[]> {
  const file = join(releasedFolder, "accepted.json");
  return existsSync(file) ? v.parse(List, await readFile(file, "utf8")) : [];
}

/** What is wrong: breaks that nobody accepted, and entries of the list that match no break any more. */
export function unaccepted(faults: readonly string[], accepted: readonly AcceptedBreak[]): string[] {
  const known = new Set(accepted.map((entry) => entry.break));
  const found = new Set(faults);
  return [
    ...faults.filter((fault) => !known.has(fault)),
    ...[...known]
      .filter((line) => !found.has(line))
      .map((line) => `released/accepted.json names a break that is none any more, take it out: ${line}`),
  ];
}
