import { showWeight } from "@caravan/mesh";
import {
  type Entry,
  explain,
  type JudgeState,
  type LogEntry,
  type Run,
  sentenceOf,
  why,
} from "@caravan/release-engine";
import { table } from "@caravan/terminal";

const clock = (at: string): string => at.slice(11, 19);

const percent = (part: number, of: number): string =>
  of === 0 ? "-" : `${((100 * part) / of).toFixed(2)} %`;

const weight = (value: number | null): string => (value === null ? "?" : showWeight(value));

/** What a look has seen of both versions, and what the judge says of all looks. */
const lookText = ({ input, decision }: Entry): string | undefined => {
  if (input.kind !== "look" || input.look.outcome !== "measured") return undefined;
  const { stable, canary } = input.look;
  const of = ({ requests, errors }: typeof stable) =>
    `${requests} requests, ${percent(errors, requests)} failed`;
  const verdict = decision.judgement ? `: ${decision.judgement.verdict} (${decision.judgement.rule})` : "";
  return `v1 ${of(stable)}; v2 ${of(canary)}${verdict}`;
};

/** An entry of a release's log on one line, and lines for its reasons. */
export const entryText = (entry: Entry): string => {
  const { phase, weights, reasons } = entry.decision;
  const name = phase.name === "held" ? `held (${phase.during.name})` : phase.name;
  const step = "step" in phase ? ` ${phase.step + 1}` : "";
  const shares = `v2 ${weight(weights.planned)} planned, ${weight(weights.applied)} applied, ${weight(weights.observed)} observed`;
  const said = reasons
    .filter(({ because }) => because !== "verdict")
    .map((reason) => `           ${sentenceOf(reason)}`);
  const seen = lookText(entry);
  return [
    `${clock(entry.at)}   ${`${name}${step}`.padEnd(14)} ${shares}${seen ? `\n           ${seen}` : ""}`,
    ...said,
  ].join("\n");
};

/** Where a release is, and why, in words. */
export const releaseText = (run: Run<JudgeState>): string => {
  const { id, plan, image, previous } = run;
  const facts = [
    ["release", id],
    ["new", image],
    ["before", previous],
    ["steps", plan.steps.map((step) => showWeight(step.weight)).join(" → ")],
  ];
  return [...facts.map(([name = "", value]) => `${name.padEnd(9)}${value}`), "", ...why(run, explain)].join(
    "\n",
  );
};

/** Releases of all apps, one line each. */
export const releasesTable = (runs: readonly Run<JudgeState>[]): string =>
  table(
    ["APP", "RELEASE", "PHASE", "PLANNED", "APPLIED", "OBSERVED", "VERDICT"],
    runs.map(({ plan, id, phase, weights, judgement }) => [
      plan.service,
      id,
      phase.name,
      ...[weights.planned, weights.applied, weights.observed].map(weight),
      judgement ? `${judgement.verdict} (${judgement.rule})` : "-",
    ]),
    [3, 4, 5],
  );

/** Every decision of a release, one line each: who or what led to it. */
export const historyText = (entries: readonly LogEntry[]): string =>
  entries
    .map(({ sequence, kind, actor, at, input }) => {
      const reason = "reason" in input ? `: ${input.reason}` : "";
      return `${String(sequence).padStart(4)}  ${at}  ${kind.padEnd(10)} ${actor}${reason}`;
    })
    .join("\n");
