import { expect, test } from "vitest";
import { decide } from "./engine/decide.ts";
import type { Input } from "./engine/input.ts";
import type { Entry, Run } from "./engine/run.ts";
import { judge } from "./judge/judge.ts";
import type { JudgeState } from "./judge/state.ts";
import { defaultPlan } from "./plan/plan-file.ts";
import { reportLog, reportReplay } from "./reports.ts";
import { linesFrom } from "./testing/player.ts";

const minute = (index: number) => new Date(Date.UTC(2026, 10, 29, 12, index)).toISOString();
const bucket = (upToMilliseconds: number | null, requests: number) => ({ upToMilliseconds, requests });
const counts = (requests: number, errors: number) => ({
  ...{ requests, errors, clientErrors: 0 },
  durations: [
    bucket(10, Math.floor(requests * 0.7)),
    bucket(100, Math.ceil(requests * 0.3)),
    bucket(null, 0),
  ],
});

/** A release that the real judge judges until it moves on: the canary gets 5 % and fails as the other does. */
const released = (errors: number) => {
  let run: Run<JudgeState> | undefined;
  const entries: Entry[] = [];
  const tell = (input: Input) => {
    const decision = decide(run, input, judge);
    run = decision.run;
    entries.push(...decision.entries);
    return decision.run;
  };
  const begun = tell({
    ...{ kind: "start", at: minute(0), actor: "ada", reason: "new", run: "order-1" },
    ...{ plan: defaultPlan("order"), image: "new", previous: "old" },
  });
  const started = tell({ kind: "done", at: minute(0), effect: begun.outstanding[0]?.id ?? "" });
  const compare = started.outstanding.find(({ do: kind }) => kind === "compare contracts");
  const compared = tell({
    ...{ kind: "compared", at: minute(0), effect: compare?.id ?? "" },
    ...{ versions: ["order v1", "order v2"], breaks: [], unknown: [], unread: [] },
  });
  const move = compared.outstanding.find(({ do: kind }) => kind === "set weight");
  let now = tell({ kind: "moved", at: minute(0), effect: move?.id ?? "", applied: 50, stages: [] });
  for (let i = 0; i < 40 && now.phase.name === "observing"; i += 1) {
    const query = now.outstanding.find(({ do: kind }) => kind === "query metrics");
    now = tell({
      ...{ kind: "look", at: minute(i + 1), effect: query?.id ?? "" },
      look: {
        ...{ outcome: "measured", from: now.lookedUntil, to: minute(i + 1), guards: [] },
        ...{ stable: counts(950, 2), canary: counts(50, errors) },
      },
    });
  }
  return { now, text: `${linesFrom(entries).join("\n")}\n` };
};

test("a release that the real judge judged is judged again to the same decisions, with the same reasons", () => {
  const { now, text } = released(0);
  expect(now.phase).toEqual({ name: "awaiting", step: 0, gates: [], comparing: true });
  const { isSound, words } = reportReplay({ name: "order.jsonl", text });
  expect(isSound).toBe(true);
  expect(words[0]).toMatch(/^\d+ entries are decided as they were, byte for byte\.$/);
  expect(words[1]).toBe("order is comparing contracts, before step 2 of 4 (10 %).");
});

test("a bad one is taken back, and its log says so", () => {
  const { now, text } = released(10);
  expect(now.phase.name).toBe("rolling back");
  expect(reportReplay({ name: "order.jsonl", text }).words.join("\n")).toMatch(
    /The judge found that the canary is worse/,
  );
});

test("a log that was changed is not judged at all", () => {
  const { text } = released(10);
  const changed = { name: "order.jsonl", text: text.replace('"actor":"ada"', '"actor":"eve"') };
  expect(reportReplay(changed)).toMatchObject({ isSound: false, value: { line: 1 } });
  expect(reportLog({ name: "order.jsonl", text }).words[0]).toMatch(
    /hash, to be kept elsewhere: [0-9a-f]{64}$/,
  );
});

test("a log that was converted, has an empty line, or is asked for by no hash says what to do", () => {
  const { text } = released(0);
  const wordsOf = (changed: string, head?: string) =>
    reportLog({ name: "order.jsonl", text: changed }, head).words.join();
  expect(wordsOf(text.replaceAll("\n", "\r\n"))).toMatch(/order\.jsonl:1 .*CR LF.*Convert it back/);
  expect(wordsOf(text.replace("\n", "\n\n"))).toMatch(/order\.jsonl:2 It is empty/);
  expect(wordsOf(`${text}\n`)).toMatch(/It is empty/);
  expect(wordsOf(text)).toMatch(/as they were written/);
  expect(wordsOf(text.trimEnd())).toMatch(/as they were written/);
  expect(wordsOf(text, "zz")).toMatch(/"zz" is no hash.*64 hexadecimal digits/);
  expect(wordsOf("\n")).toMatch(/It is empty/);
});
