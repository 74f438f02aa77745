import { type Column, table } from "@caravan/terminal";
import { moment, whenColumn } from "./moment.ts";

/** What staff did to something. */
interface Entry {
  readonly at: string;
  readonly what: string;
  readonly who: string;
  readonly why: string;
}

/** Who did something: an account, or a service. */
export const whoColumn: Column = { name: "WHO", cut: "start", least: 9 };

/** Facts by their names, and who did what, when and why. */
export const fileText = (facts: Readonly<Record<string, string>>, history: readonly Entry[]): string =>
  [
    Object.entries(facts)
      .map(([name, value]) => `${name.padEnd(12)} ${value}`)
      .join("\n"),
    table(
      [whenColumn(), { name: "WHAT", cut: "end" }, whoColumn, { name: "WHY", cut: "end" }],
      history.map(({ at, what, who, why }) => [moment(at), what, who, why]),
    ),
  ].join("\n\n");
