import { table } from "@caravan/terminal";
import { moment } from "./moment.ts";

/** What staff did to something. */
interface Entry {
  readonly at: string;
  readonly what: string;
  readonly who: string;
  readonly why: string;
}

/** Facts by their names, and who did what, when and why. */
export const fileText = (facts: Readonly<Record<string, string>>, history: readonly Entry[]): string =>
  [
    Object.entries(facts)
      .map(([name, value]) => `${name.padEnd(12)} ${value}`)
      .join("\n"),
    table(
      ["WHEN (UTC)", "WHAT", "WHO", "WHY"],
      history.map(({ at, what, who, why }) => [moment(at), what, who, why]),
    ),
  ].join("\n\n");
