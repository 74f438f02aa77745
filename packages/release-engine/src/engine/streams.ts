import { weightTotal } from "@caravan/mesh";
import type { Streams } from "../judge/look.ts";
import { because, change, type Draft } from "./draft.ts";
import type { InputOf } from "./input.ts";
import type { Run } from "./run.ts";
import { sentenceOf } from "./sentence.ts";

/** While all requests move from one version to the other: the one that gets none any more. Streams that are open there stay for a while. */
export const leftVersion = ({
  phase,
  weights,
}: Pick<Run<unknown>, "phase" | "weights">): "v1" | "v2" | undefined => {
  if (phase.name !== "rolling back" && phase.name !== "promoting") return undefined;
  if (weights.planned === 0) return "v2";
  return weights.planned === weightTotal ? "v1" : undefined;
};

/** Streams that are left are told, and wait for nothing: they end by themselves, and with the pods. */
export const streamsSeen = <State>(draft: Draft<State>, { streams }: InputOf<"streams">): Draft<State> => {
  const version = leftVersion(draft.run);
  const left = version && streams[version];
  if (version === undefined || left === null || left === undefined || left === leftOn(draft.run, version))
    return because(draft, { because: "ignored", what: "streams" });
  return because(change(draft, { streams }), { because: "streams", version, left });
};

/** Streams that were last seen on a version. */
export const leftOn = ({ streams }: Pick<Run<unknown>, "streams">, version: "v1" | "v2"): number =>
  streams?.[version] ?? 0;

const shown = ({ v1, v2 }: Streams): string =>
  (
    [
      ["v1", v1],
      ["v2", v2],
    ] as const
  )
    .map(([version, count]) => `${count ?? "an unknown number"} on ${version}`)
    .join(", ");

/** In words: the streams that are left, or, while both versions serve, all. */
export const streamWords = (run: Run<unknown>): readonly string[] => {
  const { streams } = run;
  if (streams === null) return [];
  const version = leftVersion(run);
  if (version) {
    const left = leftOn(run, version);
    return left > 0 ? [sentenceOf({ because: "streams", version, left })] : [];
  }
  return (streams.v1 ?? 0) + (streams.v2 ?? 0) > 0
    ? [`Open streams: ${shown(streams)}. Each stays on its version until it ends, within minutes.`]
    : [];
};
