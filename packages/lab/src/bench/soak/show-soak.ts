import { table } from "@caravan/terminal";
import { figure } from "../show.ts";
import { type Trend, trendOf } from "./flat.ts";
import type { SoakReport } from "./run-soak.ts";
import type { Sample } from "./sample.ts";

/** A figure that must stay flat, and how much it may grow without counting. */
interface Watched {
  readonly name: string;
  readonly of: (sample: Sample) => number;
  readonly slack: number;
}

const watched: readonly Watched[] = [
  ...(["apps", "bank and carrier", "daprd", "Envoy sidecars", "ingress Envoy"] as const).map((group) => ({
    name: `memory of ${group}, MiB`,
    of: ({ memory }: Sample) => memory[group] ?? 0,
    slack: 20,
  })),
  // A store fills what it was given before it is warm, which takes longer than a run; what it takes beside that must not grow.
  {
    name: "memory of data stores beside their data, MiB",
    of: (sample) => (sample.memory["data stores"] ?? 0) - sample.bufferPoolMebibytes - sample.redisMebibytes,
    slack: 20,
  },
  {
    name: "Redis data beside unheard streams, MiB",
    of: (sample) => sample.redisMebibytes - sample.unheard.mebibytes,
    slack: 4,
  },
  {
    name: "entries of heard streams",
    of: (sample) => sample.streamEntries - sample.unheard.entries,
    slack: 200,
  },
  { name: "stream backlog", of: (sample) => sample.streamBacklog, slack: 200 },
  { name: "rows in outboxes and callbacks", of: (sample) => sample.queuedRows, slack: 200 },
];

/** An order is delivered more than a minute after it is placed, and its events are kept a minute longer. */
const warmUpMinutes = 2;

/** The trends of everything that must stay flat, after the warm-up. */
export const trends = (samples: readonly Sample[]): { name: string; trend: Trend }[] => {
  const touched = withTouchedPool(samples);
  const warm = touched.length > warmUpMinutes ? touched.slice(warmUpMinutes) : touched;
  return watched.map(({ name, of, slack }) => ({ name, trend: trendOf(warm.map(of), slack) }));
};

/** Pages that a full pool evicts stay in memory: what it has held at most is what it takes. */
const withTouchedPool = (samples: readonly Sample[]): Sample[] => {
  let most = 0;
  return samples.map((sample) => {
    most = Math.max(most, sample.bufferPoolMebibytes);
    return { ...sample, bufferPoolMebibytes: most };
  });
};

/** The tables of `caravan soak`, and a verdict. */
export const showSoak = (report: SoakReport): string => {
  const { maximum, perSecond, minutes } = report;
  const rows = minutes.map(({ minute, load, confirmations, cpu, sample }) => [
    String(minute),
    figure(confirmations.confirmed / 60),
    figure(load.latencies.percentile(99)),
    figure(confirmations.sincePlaced.percentile(99)),
    String(Object.values(load.failures).reduce((sum, times) => sum + times, 0)),
    String(confirmations.open),
    figure(cpu.busy * 100),
    figure(sample.memory.apps ?? 0),
    figure(sample.memory.daprd ?? 0),
    figure(sample.memory["data stores"] ?? 0),
    figure(sample.redisMebibytes),
    String(sample.streamEntries),
    String(sample.streamBacklog),
    String(sample.queuedRows),
    String(sample.keptRows),
  ]);
  const head = [
    ...["minute", "confirmed/s", "buying p99 ms", "confirmed p99 ms", "failed", "open", "busy %"],
    ...["apps MiB", "daprd MiB", "stores MiB", "Redis MiB", "stream entries", "backlog", "queued", "kept"],
  ];
  const flat = trends(minutes.map(({ sample }) => sample));
  const verdicts = flat.map(({ name, trend }) => [
    trend.flat ? "ok" : "GROWS",
    name,
    figure(trend.early),
    figure(trend.late),
  ]);
  const most = maximum === undefined ? "" : ` (maximum ${figure(maximum)}/s)`;
  return [
    `${figure(perSecond)} orders a second asked for${most}.`,
    table(
      head,
      rows,
      head.map((_, column) => column),
    ),
    table(["", "figure", "second quarter", "last quarter"], verdicts, [2, 3]),
    flat.every(({ trend }) => trend.flat) ? "Flat: nothing grows once it is warm." : "NOT FLAT.",
  ].join("\n\n");
};
