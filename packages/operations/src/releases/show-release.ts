import type { Release, ReleaseEntry } from "@caravan/contracts";
import { showWeight } from "@caravan/mesh";
import { table } from "@caravan/terminal";

const clock = (at: string): string => at.slice(11, 19);

const weight = (value: number | null): string => (value === null ? "?" : showWeight(value));

const phaseOf = ({ phase, heldDuring, stopped, endedAt }: Release): string => {
  if (stopped !== null && endedAt === null) return "stopped";
  return heldDuring === null ? phase : `held (${heldDuring})`;
};

const verdictOf = ({ verdict }: Release): string =>
  verdict === null ? "-" : `${verdict.verdict} (${verdict.rule})`;

/** Where a release is now, on one line, and what it says now and did not say before. */
export const changeText = (release: Release, before?: Release): string => {
  const { planned, applied, observed } = release.weights;
  const step = release.step === null ? "" : ` ${release.step}`;
  const shares = `v2 ${weight(planned)} planned, ${weight(applied)} applied, ${weight(observed)} observed`;
  const verdict = release.verdict === null ? "" : `: ${verdictOf(release)}`;
  const news = release.why
    .slice(1)
    .filter((sentence) => before !== undefined && !before.why.includes(sentence))
    .filter((sentence) => !sentence.startsWith("v2's weight:"));
  return [
    `${clock(release.changedAt)}   ${`${phaseOf(release)}${step}`.padEnd(20)} ${shares}${verdict}`,
    ...news.map((sentence) => `           ${sentence}`),
  ].join("\n");
};

const trainOf = ({ train }: Release): string => train?.order.map(({ service }) => service).join(" → ") ?? "-";

/** Where a release is, and why, in words. */
export const releaseText = (release: Release): string => {
  const { id, image, previous, steps, why, engine, endedAt, train } = release;
  const facts = [
    ["release", id],
    ...(train ? [["train", `${trainOf(release)} (${train.id})`]] : []),
    ["new", image],
    ["before", previous],
    ["steps", steps.map((step) => showWeight(step.weight)).join(" → ")],
    ...(endedAt === null ? [["run by", engine ?? "no engine at the moment"]] : []),
  ];
  return [...facts.map(([name = "", value]) => `${name.padEnd(9)}${value}`), "", ...why].join("\n");
};

/** Releases, one line each. */
export const releasesTable = (releases: readonly Release[]): string => {
  if (releases.length === 0) return "There was no release yet.";
  const trains = releases.some(({ train }) => train !== undefined);
  return table(
    [
      "APP",
      "RELEASE",
      "PHASE",
      "PLANNED",
      "APPLIED",
      "OBSERVED",
      "VERDICT",
      "WAITS FOR",
      ...(trains ? ["TRAIN"] : []),
    ],
    releases.map((release) => [
      release.service,
      release.id,
      phaseOf(release),
      ...[release.weights.planned, release.weights.applied, release.weights.observed].map(weight),
      verdictOf(release),
      release.task === null ? "-" : `a deployer: ${release.task.do}`,
      ...(trains ? [trainOf(release)] : []),
    ]),
    [3, 4, 5],
  );
};

/** Decisions of a release, one line each: who or what led to it. */
export const historyText = (entries: readonly ReleaseEntry[]): string =>
  entries
    .map(
      ({ sequence, at, kind, actor, words }) =>
        `${String(sequence).padStart(4)}  ${at}  ${kind.padEnd(10)} ${actor}${words.length > 0 ? `: ${words.join(" ")}` : ""}`,
    )
    .join("\n");
