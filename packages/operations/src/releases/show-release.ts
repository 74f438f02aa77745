import { stripVTControlCharacters } from "node:util";
import type { Release, ReleaseEntry } from "@caravan/contracts";
import { showWeight } from "@caravan/mesh";
import { table, terminalWidth } from "@caravan/terminal";

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

/** Streams that stay on a version: of one that gets no requests any more, those that are left. */
const streamsNote = ({ streams, weights, endedAt }: Release): string[] => {
  const [v1, v2] = [streams?.v1 ?? 0, streams?.v2 ?? 0];
  if (endedAt !== null || v1 + v2 === 0) return [];
  if (weights.planned === 0) return v2 > 0 ? [`${v2} ${v2 === 1 ? "stream" : "streams"} still on v2`] : [];
  if (weights.planned === 1000) return v1 > 0 ? [`${v1} ${v1 === 1 ? "stream" : "streams"} still on v1`] : [];
  return [`streams: ${v1} on v1, ${v2} on v2`];
};

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

const noteOf = (release: Release): string => {
  const notes = [
    ...(release.task === null ? [] : [`waits for a deployer: ${release.task.do}`]),
    ...streamsNote(release),
    ...(release.train ? [`train ${trainOf(release)}`] : []),
  ];
  return notes.join("; ");
};

const cellsOf = (release: Release): string[] => [
  release.service,
  phaseOf(release),
  ...[release.weights.planned, release.weights.applied, release.weights.observed].map(weight),
  verdictOf(release),
];
const numbers = [2, 3, 4];
const heads = ["APP", "PHASE", "PLANNED", "APPLIED", "OBSERVED", "VERDICT"];
const widthOf = (text: string): number =>
  Math.max(...text.split("\n").map((line) => stripVTControlCharacters(line).length));

/** The same in less room: the rule of a verdict is left out, and the rest of each release follows below it. */
const narrow = (releases: readonly Release[]): string => {
  const rows = releases.map((release) => [...cellsOf(release).slice(0, -1), release.verdict?.verdict ?? "-"]);
  const [head = "", ...lines] = table(heads, rows, numbers, Number.POSITIVE_INFINITY).split("\n");
  const below = (release: Release) =>
    [release.id, noteOf(release)].filter((text) => text !== "").map((text) => `  ${text}`);
  return [
    head,
    ...lines.flatMap((line, index) => [line, ...(releases[index] ? below(releases[index]) : [])]),
  ].join("\n");
};

/**
 * Releases, one line each where they fit.
 *
 * @param width of the terminal; without one, as when another program reads, lines are as long as they are
 */
export const releasesTable = (releases: readonly Release[], width = terminalWidth()): string => {
  if (releases.length === 0) return "There was no release yet.";
  const rows = releases.map((release) => [...cellsOf(release), release.id, noteOf(release) || "-"]);
  const wide = table([...heads, "RELEASE", "NOTES"], rows, numbers, Number.POSITIVE_INFINITY);
  return widthOf(wide) <= width ? wide : narrow(releases);
};

/** Decisions of a release, one line each: who or what led to it. */
export const historyText = (entries: readonly ReleaseEntry[]): string =>
  entries
    .map(
      ({ sequence, at, kind, actor, words }) =>
        `${String(sequence).padStart(4)}  ${at}  ${kind.padEnd(10)} ${actor}${words.length > 0 ? `: ${words.join(" ")}` : ""}`,
    )
    .join("\n");
