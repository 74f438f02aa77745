import { expect, test } from "vitest";
import { planOf, play } from "../testing/player.ts";
import { sentenceOf } from "./sentence.ts";
import { why } from "./why.ts";

const observed = (plan = planOf()) => {
  const player = play(plan);
  player.until("observing");
  return player;
};
const words = (player: ReturnType<typeof play>) => why(player.run(), ({ rule }) => [`(${rule})`]).join("\n");

test("a deadline says what is missing, and who decides", () => {
  const player = observed();
  for (let i = 0; i < 61; i += 1) player.look({ canary: 0, stable: 2 });
  expect(why(player.run(), ({ rule }) => [`(${rule})`])).toEqual([
    "order is held, while observed at step 1 of 2 (10 %), for 1h of at most 1h.",
    "The step's time is over (1h) without its evidence: 10 requests of the canary are missing. A step never ends by its time, so people decide.",
    "v2's weight: planned 10 %, applied 10 %, observed 0 %.",
    "(evidence)",
    "People decide about order-1: resume, promote, rollback.",
  ]);
});

test("an outage, a hand edit, a refusal and a late Envoy are said with their remedy", () => {
  const out = observed();
  out.look({ out: true });
  expect(words(out)).toMatch(/Metrics cannot be read since .*connection refused.* no failure/);
  const edited = observed();
  edited.edit(900, null);
  expect(words(edited)).toMatch(
    /a share by its number of pods or 90 % and not 10 %.*Resume writes the planned one/,
  );
  const refused = observed();
  refused.command("promote");
  refused.failed();
  expect(words(refused)).toMatch(/v2 cannot take its part at 50 %: no pod is ready\. Nothing was changed/);
  const late = play();
  late.done();
  late.behind("order-1.shop");
  expect(words(late)).toMatch(/not in force everywhere: in force: 8 of 9, without order-1\.shop \(0 %\)/);
  late.tick(5000);
  late.done();
  expect(words(late)).not.toMatch(/not in force/);
});

test("approvals say who gave one and who has to", () => {
  const player = observed(planOf({ approvals: { people: 2, approvers: ["ada", "grace"] } }));
  player.command("promote", "ada");
  expect(words(player)).toMatch(/ada approved; 1 other approval needed/);
  player.look({ canary: 1, stable: 9 });
  expect(words(player)).toMatch(/ada approved; 1 other approval needed/);
  player.command("promote", "mallory");
  expect(words(player)).toMatch(/mallory may not approve; these may: ada, grace/);
});

test("every phase on the way has words", () => {
  const player = observed(planOf({ migrations: { expand: ["add-note"], contract: ["drop-text"] } }));
  const seen: string[] = [];
  const note = () => seen.push(why(player.run())[0] ?? "");
  player.look();
  note();
  player.until("observing");
  player.look({ stable: 50, canary: 50 });
  for (let i = 0; i < 5; i += 1) {
    note();
    player.done();
  }
  note();
  for (let i = 0; i < 7; i += 1) player.tick(600_000);
  note();
  player.command("resume");
  note();
  player.done();
  note();
  player.command("freeze");
  note();
  expect(seen).toEqual([
    "order is moving to step 2 of 2 (50 %).",
    "order is promoting; v2's weight becomes 100 %.",
    "order is promoting; v1 becomes new.",
    "order is promoting; customers are told apart no longer.",
    "order is promoting; v2's weight becomes 0 %.",
    "order is promoting; old is put in v2's place, to return to.",
    "order is serving everything with new; old is ready to return to for 1h.",
    "order is held before its contract migrations.",
    "order is contracting; what runs as v2 is removed.",
    "order is contracting; the contract migration drop-text runs.",
    "order is frozen: nothing moves any more.",
  ]);
});

test("what others said is one sentence, however it ended", () => {
  const said = (reason: string) => sentenceOf({ because: "failed", work: "start canary", reason });
  expect(said("it does not come up.")).toBe('"start canary" failed: it does not come up.');
  expect(said("exit code 3")).toBe('"start canary" failed: exit code 3.');
});
