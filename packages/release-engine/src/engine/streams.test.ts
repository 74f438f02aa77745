import { expect, test } from "vitest";
import type { Streams } from "../judge/look.ts";
import { replay } from "../log/replay.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { linesFrom, play } from "../testing/player.ts";
import { why } from "./why.ts";

type Player = ReturnType<typeof play>;
const see = (player: Player, streams: Streams) => player.tell({ kind: "streams", at: player.at(), streams });
const said = (player: Player): string => why(player.run()).join("\n");
/** A look that saw streams. */
const lookWith = (player: Player, streams: Streams) => {
  player.tick(60_000);
  const counts = { requests: 5, errors: 0, durations: [] };
  const window = {
    from: player.query()?.do === "query metrics" ? player.run().lookedUntil : "",
    to: player.at(),
  };
  const look = {
    outcome: "measured" as const,
    ...window,
    stable: counts,
    canary: counts,
    guards: [],
    streams,
  };
  return player.tell({ kind: "look", at: player.at(), effect: player.query()?.id ?? "", look });
};

test("streams that stay on v2 after its requests went back are told until none is left, and are in the log", () => {
  const player = play();
  player.until("observing");
  lookWith(player, { v1: 40, v2: 3 });
  player.command("rollback");
  see(player, { v1: 40, v2: 3 });
  expect(said(player)).toContain("3 streams are still on v2, which gets no requests any more.");
  expect(player.entries.at(-1)?.decision.reasons).toEqual([{ because: "streams", version: "v2", left: 3 }]);
  see(player, { v1: 40, v2: 1 });
  expect(said(player)).toContain("1 stream is still on v2");
  see(player, { v1: 41, v2: 0 });
  expect(said(player)).not.toContain("stream");
  expect(player.entries.at(-1)?.decision.reasons).toEqual([{ because: "streams", version: "v2", left: 0 }]);
  expect(replay(linesFrom(player.entries), fakeJudge)).toMatchObject({ difference: null, run: player.run() });
});

test("so are those that stay on v1 when v2 gets everything, until v1 is made anew", () => {
  const player = play();
  player.until("observing");
  player.look();
  player.until("observing");
  player.look({ stable: 50, canary: 50 });
  expect(player.until("promoting").weights.planned).toBe(1000);
  see(player, { v1: 7, v2: 2 });
  expect(said(player)).toContain("7 streams are still on v1");
  player.done();
  expect(player.work()?.do).toBe("make stable");
  expect(said(player)).not.toContain("stream");
});

test("while both versions serve, what a look saw is told; where it is not known, nothing is", () => {
  const player = play();
  player.until("observing");
  lookWith(player, { v1: 12, v2: null });
  expect(said(player)).toContain("Open streams: 12 on v1, an unknown number on v2.");
  lookWith(player, { v1: 0, v2: 0 });
  expect(said(player)).not.toContain("stream");
});

test("what is not known, or has not changed, or is left nowhere changes nothing", () => {
  const player = play();
  player.until("observing");
  see(player, { v1: 1, v2: 1 });
  expect(player.run().streams).toBeNull();
  player.command("rollback");
  const before = player.run();
  for (const streams of [
    { v1: 4, v2: null },
    { v1: 4, v2: 0 },
  ]) {
    see(player, streams);
    expect(player.run()).toMatchObject({ phase: before.phase, streams: null, latest: before.latest });
  }
});
