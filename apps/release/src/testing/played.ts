import type { Release } from "@caravan/contracts";
import {
  defaultPlan,
  hasEnded,
  inTrain,
  type JudgeState,
  type LogEntry,
  type Plan,
  type Run,
} from "@caravan/release-engine";
import { type Happens, type Played, playRelease } from "@caravan/release-engine/simulation";
import { viewOf } from "../domain/view.ts";

export const ada = "usr_0199dfab-1ba1-70a0-9f95-491cdb9a9f03";
export const grace = "usr_0199dfab-2cb2-70a0-9f95-5a2c0d1e77b4";

const image = (service: string, digit: string) =>
  `registry.example.com/caravan/${service}@sha256:${digit}${"7e0a4c91d2b6f853".repeat(4).slice(1)}`;

/** A release as it was played: what the API says of it, and its log. */
export interface Sample {
  readonly release: Release;
  readonly entries: readonly LogEntry[];
  readonly run: Run<JudgeState>;
}

/** The id of a played release. */
export const idOf = (number: number): string =>
  `rel_0199f0${String(number).padStart(2, "0")}-1ba1-70a0-9f95-491cdb9a9f03`;

interface Story {
  readonly number: number;
  readonly service: string;
  readonly reason: string;
  readonly rate: number;
  readonly excess?: number;
  readonly slower?: number;
  readonly plan?: Partial<Plan>;
  readonly minutes: number;
  readonly startedAt: string;
  readonly seed?: number;
  /** Of the train that it goes with, all services and their numbers. */
  readonly train?: Readonly<Record<string, number>>;
  readonly happens?: readonly Happens[];
  readonly takes?: Played["takes"];
  readonly breaks?: Played["breaks"];
}

/** What the service says of the run. */
const releaseOf = (run: Run<JudgeState>, story: Story, entries: readonly LogEntry[]): Release => {
  const last = entries.at(-1);
  const [changedAt, head, revision] = [last?.at ?? story.startedAt, last?.hash ?? "", entries.length];
  return {
    ...viewOf(run),
    ...{ id: run.id, service: story.service, reason: story.reason },
    ...{ startedAt: story.startedAt, startedBy: ada, stopped: null },
    ...{ entries: revision, head, changedAt, revision },
    endedAt: hasEnded(run) ? changedAt : null,
    engine: hasEnded(run) ? null : "release-6d9f7c",
  };
};

/** Plays a release with the engine and the judge as they are, on a simulated service. */
export const played = (story: Story): Sample => {
  const id = idOf(story.number);
  const plan = { ...defaultPlan(story.service), ...story.plan };
  const order = Object.entries(story.train ?? {}).map(([service, number]) => ({
    service,
    run: idOf(number),
  }));
  const { run, entries } = playRelease({
    start: {
      ...{ at: story.startedAt, actor: ada, reason: story.reason, run: id },
      plan: story.train ? inTrain(plan) : plan,
      ...(story.train && { train: { id: "trn_0199f0aa-1ba1-70a0-9f95-491cdb9a9f03", order } }),
      ...{
        image: image(story.service, "c0ffee42"[story.number % 8] ?? "c"),
        previous: image(story.service, "b"),
      },
    },
    cell: {
      ...{ scenario: "page", baseline: 0.005, happening: null, canary: "good", rate: story.rate },
      ...{ excess: story.excess ?? 0, slower: story.slower ?? 1 },
    },
    seed: story.seed ?? 7,
    seconds: story.minutes * 60,
    ...(story.happens ? { happens: story.happens } : {}),
    ...(story.takes ? { takes: story.takes } : {}),
    ...(story.breaks ? { breaks: story.breaks } : {}),
  });
  return { release: releaseOf(run, story, entries), entries, run };
};
