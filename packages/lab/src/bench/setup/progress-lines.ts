import { stripVTControlCharacters } from "node:util";

/** A finished step of `caravan up`. */
export interface Step {
  name: string;
  /** The time of its end, from the start of the command. */
  endedAfterSeconds: number;
  seconds: number;
}

/** Reads the lines that `showProgress` prints for finished steps, such as `  12.4 s  ✓ node (2.1 s)`. */
export const stepsIn = (output: string): Step[] =>
  stripVTControlCharacters(output)
    .split("\n")
    .flatMap((line) => {
      const found = /([\d.]+) s {2}[✓✗] (.+) \(([\d.]+) s\)$/.exec(line.trimEnd());
      if (!found) return [];
      const [, ended, name = "", seconds] = found;
      return [{ name, endedAfterSeconds: Number(ended), seconds: Number(seconds) }];
    });
