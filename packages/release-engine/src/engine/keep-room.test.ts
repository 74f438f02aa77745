import fc from "fast-check";
import { expect, test } from "vitest";
import { replay } from "../log/replay.ts";
import { verifyLog } from "../log/verify-log.ts";
import { follow, type Player, script } from "../testing/acts.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { linesFrom, planOf, play } from "../testing/player.ts";
import { hasEnded } from "./phases.ts";

const most = 2_000;
const quiet = { stable: 0, canary: 0 };
/** Steps that take as long as it takes. */
const steps = planOf().steps.map((step) => ({ ...step, maximumDuration: 1e10 }));
const notifications = [{ receiver: "desk", on: ["held" as const, "rolling back" as const] }];

/** A run whose log has so many entries, all of them looks that found nothing. */
const filled = (entries: number, plan = planOf({ steps, notifications })): Player => {
  const player = play(plan, most);
  player.until("observing");
  for (let i = 0; i < most && player.entries.length < entries; i += 1) player.look(quiet);
  return player;
};
/** Its log is whole, short enough, and decided again to the same end. */
const isSound = (player: Player): void => {
  const lines = linesFrom(player.entries);
  expect(lines.length).toBeLessThanOrEqual(most);
  expect(verifyLog(lines)).toMatchObject({ sound: true });
  const { run, difference } = replay(lines, fakeJudge);
  expect([difference, run]).toEqual([null, player.run()]);
};

test("a run whose log gets full is held and watched, and then goes back by itself, with room for all of it", () => {
  const player = filled(1_800);
  expect(player.run().phase.name).toBe("observing");
  player.look(quiet);
  expect(player.run().phase.name).toBe("held");
  expect(player.run().reasons).toEqual([{ because: "log", entries: 1_800, most }]);
  for (const command of ["resume", "promote"] as const) {
    player.command(command);
    expect(player.run().phase.name).toBe("held");
  }
  for (let i = 0; i < most && player.run().phase.name === "held"; i += 1) player.look(quiet);
  expect(player.entries).toHaveLength(1_901);
  player.until("rolled back");
  expect(player.weights().at(-1)).toBe(0);
  isSound(player);
});

test("a bad version is taken back by the judge while the log has little room", () => {
  const player = filled(1_850);
  player.look({ errors: 3 });
  expect(player.run().phase.name).toBe("rolling back");
  isSound(player);
});

test("a way back that is refused for days fills no log, and goes on once it can", () => {
  const player = filled(1_900);
  player.look(quiet);
  const asked = player.weights().length;
  for (let i = 0; i < 5_000; i += 1) {
    player.failed();
    player.tick(60_000);
    if (i % 100 === 0) player.restart();
  }
  expect(player.run().phase.name).toBe("rolling back");
  expect(player.weights().length).toBeGreaterThan(asked + 5_000);
  expect(player.entries.length).toBeLessThan(1_910);
  player.until("rolled back");
  isSound(player);
});

test("what a deployer cannot do is asked for anew until the log ends, and the release is frozen there", () => {
  const player = filled(1_900);
  player.look(quiet);
  for (let i = 0; i < 5_000 && !hasEnded(player.run()); i += 1) {
    if (player.work()?.do === "remove canary") player.failed();
    else player.done();
    player.tick(60_000);
  }
  expect(player.run().phase.name).toBe("frozen");
  expect(player.run().reasons).toMatchObject([{ because: "log" }]);
  expect(player.weights().at(-1)).toBe(0);
  isSound(player);
});

test("a version that serves everything is not taken back for its log: people decide", () => {
  const player = play(planOf({ steps: steps.slice(0, 1), after: 1e12 }), most);
  player.until("observing");
  player.command("promote");
  player.until("soaking");
  for (let i = 0; i < most && player.run().phase.name === "soaking"; i += 1) player.tick(600_000);
  expect(player.run().reasons).toMatchObject([{ because: "log" }]);
  for (let i = 0; i < 1_000; i += 1) player.command("resume");
  expect(player.run().phase).toMatchObject({ name: "held", during: { name: "soaking" } });
  player.command("freeze");
  isSound(player);
});

test("whatever happens near the end of a log, it can be ended, and the log is whole", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_780, max: 1_900 }), script, script, (entries, first, second) => {
      const player = filled(entries);
      for (let times = 0; times < 3; times += 1) follow(player, [...first, ...second]);
      player.command("freeze");
      expect(hasEnded(player.run())).toBe(true);
      isSound(player);
    }),
    { numRuns: 15 },
  );
});
