import { table } from "@caravan/terminal";
import { figure } from "../show.ts";
import { compareRounds, type Round } from "./ratios.ts";

/** The columns of the rounds: A1, B1, A2, B2. */
const roundNames = (rounds: readonly Round[]): string[] =>
  rounds.map(({ side }, i) => `${side}${rounds.slice(0, i + 1).filter((one) => one.side === side).length}`);

const percent = (share: number): string =>
  Number.isFinite(share) ? `${share >= 0.1 ? Math.round(share * 100) : (share * 100).toFixed(1)} %` : "–";

/** The table of `caravan bench compare`. */
export const showCompared = (rounds: readonly Round[]): string => {
  const names = roundNames(rounds);
  const rows = compareRounds(rounds).map(({ what, values, ratio, spread, reading }) => [
    ...[what, ...values.map(figure)],
    ...[Number.isFinite(ratio) ? ratio.toFixed(2) : "–", percent(spread), reading],
  ]);
  return table(
    ["figure", ...names, "B/A", "a side against itself", "B is"],
    rows,
    names.concat("B/A", "noise").map((_, i) => i + 1),
  );
};
