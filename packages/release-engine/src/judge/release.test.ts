import { expect, it } from "vitest";
import { decide } from "../engine/decide.ts";
import type { Input } from "../engine/input.ts";
import type { Entry } from "../engine/run.ts";
import { why } from "../engine/why.ts";
import { replay } from "../log/replay.ts";
import { cells } from "../simulation/cells.ts";
import { seeded } from "../simulation/random.ts";
import { lookOf, serve } from "../simulation/service.ts";
import { linesFrom, planOf } from "../testing/player.ts";
import { explain } from "./explain.ts";
import { judge } from "./judge.ts";

/** A whole release by the engine and the judge, with the traffic of a simulated service: its log, and where it ends. */
const release = (scenario: string) => {
  const cell = cells.find((one) => one.scenario === scenario && one.rate === 1000);
  if (!cell) throw new Error(`No cell ${scenario}`);
  const service = serve(cell, seeded(1));
  let seconds = Date.parse("2026-11-29T12:00:00.000Z") / 1000;
  const at = () => new Date(seconds * 1000).toISOString();
  const start: Input = {
    ...{ kind: "start", at: at(), actor: "ada", reason: "new" },
    ...{ run: "order-1", plan: planOf(), image: "new", previous: "old" },
  };
  let { run, entries } = decide(undefined, start, judge);
  const log: Entry[] = [...entries];
  const tell = (input: Input) => {
    ({ run, entries } = decide(run, input, judge));
    log.push(...entries);
  };
  const words: string[] = [];
  for (let round = 0; round < 500; round++) {
    const work = run.outstanding.find(({ do: kind }) => kind !== "query metrics" && kind !== "notify");
    const query = run.outstanding.find(({ do: kind }) => kind === "query metrics");
    if (work?.do === "set weight" || work?.do === "verify weight")
      tell({ kind: "moved", at: at(), effect: work.id, applied: work.weight, stages: [] });
    else if (work) tell({ kind: "done", at: at(), effect: work.id });
    else if (query?.do === "query metrics") {
      seconds += 15;
      const from = Date.parse(query.from) / 1000;
      const window = service.window(from, seconds, run.weights.applied ?? 0);
      tell({ kind: "look", at: at(), effect: query.id, look: lookOf(from, seconds, window) });
      words.push(...why(run, explain));
    } else break;
  }
  return { run, log, words };
};

it("a good version comes to serve everything, and its log is judged again to the same verdicts, byte for byte", () => {
  const { run, log, words } = release("canary as good");
  expect(run.phase.name).toBe("soaking");
  const again = replay(linesFrom(log), judge);
  expect(again.difference).toBeNull();
  expect(again.run).toEqual(run);
  expect(words.join("\n")).toMatch(
    /Hold: [\d,]+ more requests of v2 are needed, about \d+ minutes? at this rate\./,
  );
});

it("a version that fails every tenth request is rolled back because of its errors, and so it is when its log is judged again", () => {
  const { run, log, words } = release("canary fails 10 %");
  expect(run.phase.name).toBe("rolled back");
  expect(replay(linesFrom(log), judge).difference).toBeNull();
  expect(words.join("\n")).toContain("Roll back v2, because of errors.");
});
