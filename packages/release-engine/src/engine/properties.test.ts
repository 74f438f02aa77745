import fc from "fast-check";
import { expect, test } from "vitest";
import { replay } from "../log/replay.ts";
import { verifyLog } from "../log/verify-log.ts";
import { follow, type Player, plans, script } from "../testing/acts.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { linesFrom, play } from "../testing/player.ts";
import { activePhase } from "./draft.ts";
import { hasEnded } from "./phases.ts";

const always = (property: (player: Player, names: readonly string[]) => void) =>
  fc.assert(
    fc.property(plans, script, (plan, names) => property(play(plan), names)),
    { numRuns: 200 },
  );
const decisions = (player: Player) => player.entries.map(({ input, decision }) => ({ input, ...decision }));

test("no weight is above the plan's step, but for 100 % while it is promoted or returns to the version it kept", () => {
  always((player, names) => {
    follow(player, names);
    for (const { phase, effects } of decisions(player))
      for (const effect of effects) {
        if (effect.do !== "set weight" || effect.weight === 0) continue;
        const active = activePhase({ phase });
        const step = active.name === "moving" ? player.run().plan.steps[active.step]?.weight : 1000;
        expect(["moving", "promoting", "rolling back"]).toContain(active.name);
        expect(effect.weight).toBeLessThanOrEqual(step ?? 0);
      }
  });
});

test("no step ends but by a promoting verdict, or by people", () => {
  always((player, names) => {
    follow(player, names);
    const all = decisions(player);
    for (const [index, { phase, input, judgement }] of all.entries()) {
      const before = all[index - 1]?.phase;
      const step = before && activePhase({ phase: before });
      const ended =
        step !== undefined &&
        "step" in step &&
        (phase.name === "promoting" ||
          phase.name === "awaiting" ||
          (phase.name === "moving" && phase.step > step.step));
      if (!ended || step.name === "awaiting") continue;
      if (input.kind === "look") expect(judgement?.verdict).toBe("promote");
      else expect(input).toMatchObject({ kind: "command", command: "promote" });
    }
  });
});

test("with two people, no step that has a gate ends by one of them", () => {
  always((player, names) => {
    follow(player, names);
    const { people } = player.run().plan.approvals;
    for (const { reasons } of decisions(player))
      for (const reason of reasons)
        if (reason.because === "approval" && reason.given.length >= people)
          expect(new Set(reason.given).size).toBe(people);
  });
});

test("a way back always ends with no traffic on v2", () => {
  always((player, names) => {
    follow(player, names);
    player.command("rollback");
    for (let i = 0; i < 20 && !hasEnded(player.run()); i += 1) {
      player.done();
      player.tick(60_000);
    }
    if (player.run().phase.name === "rolled back") {
      expect(player.weights().at(-1)).toBe(0);
      expect(player.run().weights).toMatchObject({ planned: 0, applied: 0 });
    } else expect(hasEnded(player.run())).toBe(true);
  });
});

test("after a freeze, or any other end, no weight changes", () => {
  always((player, names) => {
    let ended: number | undefined;
    follow(player, names, () => {
      ended ??= hasEnded(player.run()) ? player.weights().length : undefined;
      if (ended !== undefined) expect(player.weights().length).toBe(ended);
    });
  });
});

test("once a contract migration was asked for, the old version gets no traffic any more", () => {
  always((player, names) => {
    let contracted: number | undefined;
    follow(player, names, () => {
      contracted ??= player.run().contracted === null ? undefined : player.weights().length;
      if (contracted !== undefined)
        expect(
          player
            .weights()
            .slice(contracted)
            .every((weight) => weight === 0),
        ).toBe(true);
    });
  });
});

test("a log is sound, and judged again to the same decisions, byte for byte", () => {
  always((player, names) => {
    follow(player, names);
    const lines = linesFrom(player.entries);
    expect(verifyLog(lines)).toMatchObject({ sound: true });
    const { run, difference } = replay(lines, fakeJudge);
    expect(difference).toBeNull();
    expect(run).toEqual(player.run());
  });
});

test("a restart at any point asks for what was under way again, and leads to the same end", () => {
  const state = (player: Player) => {
    // Only that it was started again is in its log.
    const { latest: _, log: __, ...rest } = player.run();
    return rest;
  };
  fc.assert(
    fc.property(plans, script, script, (plan, before, after) => {
      const [straight, stopped] = [play(plan), play(plan)];
      // Both are told the time, so that a restart at that very moment makes the only difference.
      for (const player of [straight, stopped]) follow(player, [...before, "stale"]);
      const underWay = stopped.run().outstanding;
      const { run } = replay(linesFrom(stopped.entries), fakeJudge);
      expect(run).toEqual(stopped.run());
      const asked = stopped.effects.length;
      stopped.restart();
      expect(stopped.effects.slice(asked)).toEqual(expect.arrayContaining([...underWay]));
      for (const player of [straight, stopped]) follow(player, after);
      expect(state(stopped)).toEqual(state(straight));
    }),
    { numRuns: 200 },
  );
});
