import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

/** A breaking change that fixes a fault, such as refusing orders for countries without delivery. */
export const AcceptedBreak = v.strictObject({
  /** The exact line of `contracts check`. */
  break: v.pipe(v.string(), v.minLength(1)),
  /** One sentence: the fault that it fixes. */
  why: v.pipe(v.string(), v.minLength(20, "must say in a sentence which fault it fixes")),
});
export type AcceptedBreak = v.InferOutput<typeof AcceptedBreak>;

const List = v.pipe(v.string(), v.parseJson(), v.array(AcceptedBreak));

/** The breaks accepted since the last release; the next release empties the list. */
export const readAccepted = async (releasedFolder: string): Promise<AcceptedBreak[]> => {
  const file = join(releasedFolder, "accepted.json");
  return existsSync(file) ? v.parse(List, await readFile(file, "utf8")) : [];
};

/** The faults: breaks that are not accepted, and entries of the list that match no break any more. */
export const unaccepted = (faults: readonly string[], accepted: readonly AcceptedBreak[]): string[] => {
  const known = new Set(accepted.map((entry) => entry.break));
  const found = new Set(faults);
  return [
    ...faults.filter((fault) => !known.has(fault)),
    ...[...known]
      .filter((line) => !found.has(line))
      .map((line) => `released/accepted.json names a break that does not occur any more, remove it: ${line}`),
  ];
};
