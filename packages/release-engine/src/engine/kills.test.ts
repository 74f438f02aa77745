import { expect, test } from "vitest";
import { replay } from "../log/replay.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { linesFrom, play } from "../testing/player.ts";
import { why } from "./why.ts";

const killed = (player: ReturnType<typeof play>, v2: number, v1 = 0) =>
  player.tell({ kind: "killed", at: player.at(), v1, v2, last: "OOMKilled (exit code 137)" });

test.each(["moving", "observing", "held"] as const)(
  "a version that is killed twice while it has requests is taken back at once: %s",
  (phase) => {
    const player = play();
    player.until(phase === "moving" ? "moving" : "observing");
    if (phase === "held") player.command("hold");
    expect(killed(player, 1).phase.name).toBe(phase);
    expect(killed(player, 2).phase.name).toBe("rolling back");
    expect(player.weights().at(-1)).toBe(0);
    expect(why(player.run()).join(" ")).toContain(
      "killed 2 times since it has requests, and those of v1 fewer times. The last one: OOMKilled (exit code 137).",
    );
    expect(replay(linesFrom(player.entries), fakeJudge)).toMatchObject({
      difference: null,
      run: player.run(),
    });
  },
);

test("kills say nothing where v1 is killed as often, before v2 has requests, and when it is over", () => {
  const player = play();
  expect(killed(player, 9).phase.name).toBe("preparing");
  player.until("observing");
  expect(killed(player, 3, 3).phase.name).toBe("observing");
  player.command("rollback");
  const { phase } = player.run();
  expect(killed(player, 9).phase).toEqual(phase);
  player.until("rolled back");
  expect(killed(player, 9).phase.name).toBe("rolled back");
});
