import { Refusal, type Release } from "@caravan/contracts";
import { logEntryOf } from "@caravan/release-engine";
import type { Asked, Desk } from "../routes/desk.ts";
import { createHistories } from "../use-cases/histories.ts";
import type { Sample } from "./played.ts";

const unknown = () =>
  new Refusal({ kind: "not-found", code: "release-unknown", detail: "There is no such release." });

/** A desk in memory: what was asked of it, and what it answers. */
export const fakeDesk = (samples: readonly Sample[]) => {
  const all = new Map(samples.map((sample) => [sample.release.id, sample]));
  const asked: ({ readonly id: string; readonly what: string } & Omit<Asked, "check">)[] = [];
  const state = {
    isDown: false,
    refuses: undefined as Refusal | undefined,
    hears: true,
    decides: null as string | null,
  };
  const up = () => {
    if (state.isDown)
      throw new Refusal({
        kind: "unavailable",
        code: "database-unreachable",
        detail: "The database is away.",
      });
  };
  const ask = async (id: string, what: string, { key, check, ...rest }: Asked) => {
    up();
    if (asked.some((one) => one.key === key)) return;
    if (state.refuses) throw state.refuses;
    await check();
    asked.push({ id, what, key, ...rest });
  };
  const desk: Desk = {
    underWay: async () => {
      up();
      return [...all.values()].map(({ release }) => release).filter(({ endedAt }) => endedAt === null);
    },
    ended: async () => ({
      items: [...all.values()].map(({ release }) => release).filter(({ endedAt }) => endedAt !== null),
      next: null,
    }),
    find: async (id) => {
      up();
      const found = all.get(id);
      if (!found) throw unknown();
      return found.release;
    },
    history: createHistories(async (id, after) =>
      (all.get(id)?.entries ?? [])
        .filter(({ sequence }) => sequence > after)
        .slice(0, 500)
        .map((entry) => logEntryOf(JSON.stringify(entry))),
    ),
    command: async (id, command, given) => {
      await ask(id, command, given);
      return { heard: state.hears, refused: state.decides };
    },
    abandon: async (id, given) => ask(id, "abandon", given),
    addresses: {
      traces: "http://traces.example.com/jaeger",
      dashboard: "http://metrics.example.com/release",
    },
    now: () => new Date("2026-11-29T19:16:30.000Z"),
  };
  const change = (id: string, changes: Partial<Release>) => {
    const before = all.get(id);
    if (!before) throw unknown();
    all.set(id, { ...before, release: { ...before.release, ...changes } });
  };
  return { desk, asked, state, change };
};
