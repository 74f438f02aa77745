import { expect, test } from "vitest";
import { planOf, play } from "../testing/player.ts";
import { why } from "./why.ts";

const migrations = { expand: ["add-note"], contract: ["drop-text", "drop-more"] };
/** Serves everything, and the time for which the version before is kept is over. */
const soaked = (changes: Parameters<typeof planOf>[0] = {}) => {
  const notifications = [{ receiver: "desk", on: ["awaiting approval" as const] }];
  const player = play(planOf({ migrations, notifications, ...changes }));
  for (const canary of [10, 50]) {
    player.until("observing");
    player.look({ stable: 50, canary });
  }
  player.until("soaking");
  for (let i = 0; i < 7; i += 1) player.tick(600_000);
  return player;
};

test("contract migrations wait for a person's word, which people are told of, and until it comes the way back is whole", () => {
  const player = soaked();
  player.tick(86_400_000);
  expect(player.run().phase.name).toBe("held");
  expect(player.work()).toBeUndefined();
  expect(player.effects.at(-1)).toMatchObject({ do: "notify", occasion: "awaiting approval" });
  expect(why(player.run()).join(" ")).toContain("drop-text, drop-more");
  player.command("rollback");
  player.until("rolled back");
  expect(player.effects).toContainEqual(expect.objectContaining({ do: "make stable", image: "old" }));
});

test("with that word the version before goes, and then they run, one after the other", () => {
  const player = soaked();
  player.command("resume");
  player.until("finished");
  const last = player.effects
    .slice(-3)
    .map((effect) => ("migration" in effect ? effect.migration : effect.do));
  expect(last).toEqual(["remove canary", "drop-text", "drop-more"]);
});

test("where a step takes two people, so does what cannot be taken back", () => {
  const player = soaked({ approvals: { people: 2, approvers: ["ada", "grace"] } });
  player.command("resume", "mallory");
  player.command("resume", "ada");
  player.command("resume", "ada");
  expect(player.run().phase.name).toBe("held");
  expect(player.run().latest).toEqual([{ because: "same person", actor: "ada" }]);
  player.command("resume", "grace");
  expect(player.work()).toMatchObject({ do: "remove canary" });
  // Their word was for all of it: what fails is tried again by one person.
  player.failed();
  player.command("resume", "ada");
  expect(player.work()).toMatchObject({ do: "remove canary" });
});

test("a contract migration that fails is held; a rollback then freezes, since it may have run in part", () => {
  const player = soaked();
  player.command("resume");
  player.done();
  player.failed();
  expect(player.run().phase).toMatchObject({ name: "held", during: { name: "contracting" } });
  player.command("rollback");
  expect(player.run().phase.name).toBe("frozen");
  expect(player.run().reasons).toContainEqual({ because: "contracted", migration: "drop-text" });
});

test("an expand migration that fails is held before v2 starts, and tried again by resume", () => {
  const player = play(planOf({ migrations }));
  player.failed();
  expect(player.run().phase).toMatchObject({ name: "held", during: { name: "preparing" } });
  player.command("resume");
  expect(player.work()).toMatchObject({ do: "run migration", migration: "add-note" });
  player.done();
  expect(player.work()).toMatchObject({ do: "start canary" });
});
