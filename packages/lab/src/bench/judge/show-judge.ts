import { aimsOf, type CellReport, type Figures, type Rule, rules } from "@caravan/release-engine/simulation";
import { table } from "@caravan/terminal";

const names: Readonly<Record<Rule, string>> = { caravan: "Caravan", flagger: "Flagger", argo: "Argo" };

const perCent = (share: number): string => (share === 0 ? "0" : (share * 100).toFixed(share < 0.1 ? 1 : 0));

/** A share in words: `0.5 %`. */
const inPerCent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

const count = (value: number): string =>
  value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en").replaceAll(",", " ");

/** Columns of a rule: how its releases ended, when, and what they cost. */
const columns = ["promoted / back / held %", "min p50 / p95", "requests", "hurt"];

const cellsOf = ({ promoted, rolledBack, held, minutes, requests, hurt }: Figures): string[] => [
  [promoted, rolledBack, held].map(perCent).join(" / "),
  `${count(minutes.p50)} / ${count(minutes.p95)}`,
  count(requests),
  count(hurt),
];

/** From so many columns on the rules stand side by side. */
const wide = 170;

const showScenario = (scenario: string, reports: readonly CellReport[], width: number): string => {
  const head = ["req/min", "errors"];
  const service = ({ cell }: CellReport) => [String(cell.rate), inPerCent(cell.baseline)];
  if (width >= wide) {
    const rows = reports.map((report) => [
      ...service(report),
      ...rules.flatMap((rule) => cellsOf(report.figures[rule])),
    ]);
    const of = rules.flatMap((rule) =>
      columns.map((column, index) => (index === 0 ? `${names[rule]}: ${column}` : column)),
    );
    return `${scenario}\n${table(
      [...head, ...of],
      rows,
      rows[0]?.map((_, column) => column),
    )}`;
  }
  const rows = reports.flatMap((report) =>
    rules.map((rule, index) => [
      ...(index === 0 ? service(report) : ["", ""]),
      names[rule],
      ...cellsOf(report.figures[rule]),
    ]),
  );
  return `${scenario}\n${table([...head, "rule", ...columns], rows, [0, 1, 3, 4, 5, 6])}`;
};

const service = ({ cell }: Pick<CellReport, "cell">): string =>
  `${cell.scenario}, ${cell.rate} requests a minute, ${inPerCent(cell.baseline)} errors`;

/** How the aims were met, and each cell in which another rule hurts fewer customers. */
const showAims = (reports: readonly CellReport[]): string => {
  const { falseRollback, missed, hurtMore } = aimsOf(reports);
  const lines = [
    falseRollback &&
      `Good canaries rolled back, at most: ${inPerCent(falseRollback.share)} (${service(falseRollback)}).`,
    missed &&
      `Bad canaries promoted to everything, at most: ${inPerCent(missed.share)} (${service(missed)}).`,
    hurtMore.length > 0
      ? "More customers hurt than by another rule:"
      : "In no cell more customers hurt than by another rule.",
    ...hurtMore.map(({ cell, ours, rule, theirs, falseRollbacks }) => {
      const price =
        falseRollbacks === null ? "" : `; it rolls back ${inPerCent(falseRollbacks)} of the good ones there`;
      return `  ${service({ cell })}: ${count(ours)}, ${names[rule]} ${count(theirs)}${price}`;
    }),
  ];
  return lines.filter((line) => line !== null).join("\n");
};

/** The tables of `caravan bench judge`, a scenario each, as wide as the terminal. */
export const showJudge = (reports: readonly CellReport[], width: number): string => {
  const scenarios = [...new Set(reports.map(({ cell }) => cell.scenario))];
  const tables = scenarios.map((scenario) =>
    showScenario(
      scenario,
      reports.filter(({ cell }) => cell.scenario === scenario),
      width,
    ),
  );
  return [...tables, showAims(reports)].join("\n\n");
};
