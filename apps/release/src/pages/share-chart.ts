import type { Fragment } from "@caravan/pages";
import type { History } from "../domain/history.ts";
import { chart, type Point } from "./chart.ts";
import { perCent } from "./phase-words.ts";
import { type Stage, shared } from "./stage.ts";
import { table } from "./table.ts";

/** Planned, applied and observed share of the new version. */
export const shareChart = ({ shares, to }: History, stage: Stage): Fragment => {
  const last = shares.at(-1);
  const line = (pick: (share: (typeof shares)[number]) => number | null): Point[] => [
    ...shares.map((share) => ({ at: share.at, value: pick(share) })),
    ...(last ? [{ at: to, value: pick(last) }] : []),
  ];
  const most = Math.max(
    0,
    ...shares.flatMap(({ planned, applied, observed }) => [planned ?? 0, applied ?? 0, observed ?? 0]),
  );
  // A release that was taken back at 5 % is no flat line at the bottom.
  const top = [100, 250, 500].find((share) => most * 1.2 <= share) ?? 1000;
  return chart({
    ...shared(stage),
    id: "share",
    title: "Share of the new version",
    summary: `planned ${perCent(last?.planned ?? null)}, applied ${perCent(last?.applied ?? null)}, observed ${perCent(last?.observed ?? null)} at last.`,
    scale: "linear",
    domain: [0, top],
    lines: [
      { name: "planned", look: "planned", points: line(({ planned }) => planned), stays: true },
      { name: "applied", look: "applied", points: line(({ applied }) => applied), stays: true },
      { name: "observed", look: "observed", points: line(({ observed }) => observed), stays: true },
    ],
    bands: stage.bands,
    marks: stage.marks,
    show: (value) => `${value / 10} %`,
    table: table(["Time", "Planned", "Applied", "Observed"], shares, (share) => [
      stage.moments.hour(share.at),
      perCent(share.planned),
      perCent(share.applied),
      perCent(share.observed),
    ]),
  });
};
