import { expect, test } from "vitest";
import { replay } from "../log/replay.ts";
import { verifyLog } from "../log/verify-log.ts";
import { at, board, order } from "../testing/board.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { linesFrom, planOf, play } from "../testing/player.ts";
import { why } from "./why.ts";

const breaks = ["route order.list of order v2 breaks storefront v1, which calls it: reply.total"];
const other = "route order.list of order v2 breaks audit v1, which calls it: reply.total";
type Changes = Parameters<typeof planOf>[0];

/** v2 is ready, and contracts are being compared before it gets its first request. */
const comparing = (changes: Changes = {}) => {
  const player = play(planOf({ contracts: "compare", ...changes }));
  player.done();
  return player;
};
/** At its first step, with the evidence of it. */
const evident = (changes: Changes = {}) => {
  const player = comparing(changes);
  player.until("observing");
  player.look();
  return player;
};
const words = (player: ReturnType<typeof play>) => why(player.run()).join(" ");

test("contracts are compared before each weight that gives v2 more, and at no other time", () => {
  const player = evident();
  player.until("observing");
  player.look({ stable: 50, canary: 50 });
  player.until("soaking");
  player.tick(1_200_000);
  const kinds = player.effects.map((effect) => (effect.do === "set weight" ? effect.weight : effect.do));
  const weighed = kinds.filter((kind) => typeof kind === "number" || kind === "compare contracts");
  expect(weighed).toEqual([
    ...["compare contracts", 100, "compare contracts", 500, "compare contracts", 1000, 0],
  ]);
});

test("a log of before contracts were compared asks for no comparison", () => {
  const player = play(planOf());
  player.done();
  expect(player.work()).toMatchObject({ do: "set weight", weight: 100 });
});

test("what does not fit holds the release where it is, watched as before, and why names it", () => {
  const player = evident();
  const shared = player.weights();
  player.compared(breaks);
  expect(player.run().phase).toMatchObject({ name: "held", during: { name: "awaiting", step: 0 } });
  expect(words(player)).toContain(breaks[0]);
  expect(words(player)).toContain("resume, promote, rollback");
  player.look({ errors: 3 });
  expect(player.run().phase.name).toBe("rolling back");
  expect(player.weights()).toEqual([...shared, 0]);
});

test("a version that does not fit gets no request at all", () => {
  const player = comparing();
  player.compared(breaks);
  expect(player.run().phase.name).toBe("held");
  expect(player.weights()).toEqual([]);
});

test("an image that carries no contracts, and contracts that cannot be read, hold and are no failure", () => {
  const unknown = comparing();
  unknown.compared([], ["echo v1"]);
  expect(unknown.run().phase.name).toBe("held");
  expect(words(unknown)).toContain("echo v1 carries no contracts");
  const away = comparing();
  away.failed();
  expect(away.run().phase.name).toBe("held");
  expect(words(away)).toContain("it broke");
  expect([...unknown.weights(), ...away.weights()]).toEqual([]);
});

test("what could not be read is taken as it is for this step alone: nothing is known of it at the next one", () => {
  const player = comparing();
  player.compared([], [], ["storefront v1"]);
  expect(words(player)).toContain("the contracts of storefront v1 cannot be read");
  player.command("promote");
  player.until("observing");
  player.look();
  player.compared([], [], ["storefront v1"]);
  expect(player.run().phase.name).toBe("held");
});

test("resumed, they are compared again: what was mended meanwhile holds nothing", () => {
  const player = evident();
  player.compared(breaks);
  player.command("resume");
  expect(player.work()).toMatchObject({ do: "compare contracts" });
  player.compared();
  expect(player.work()).toMatchObject({ do: "set weight", weight: 500 });
});

test("promote takes what was found as it is, with the reason of a person in the log; a new finding holds again", () => {
  const player = comparing();
  player.compared(breaks);
  player.command("promote", "grace");
  expect(player.work()).toMatchObject({ do: "set weight", weight: 100 });
  expect(player.entries.at(-1)).toMatchObject({
    actor: "grace",
    input: { kind: "command", reason: "said so" },
    decision: { reasons: expect.arrayContaining([{ because: "accepted", findings: breaks }]) },
  });
  player.until("observing");
  player.look();
  player.compared(breaks);
  expect(player.work()).toMatchObject({ do: "set weight", weight: 500 });
  player.until("observing");
  player.look({ stable: 50, canary: 50 });
  player.compared([...breaks, other]);
  expect(player.run().phase.name).toBe("held");
  expect(player.run().contracts.found).toEqual([other]);
  const lines = linesFrom(player.entries);
  expect(verifyLog(lines)).toMatchObject({ sound: true });
  expect(replay(lines, fakeJudge)).toMatchObject({ difference: null, run: player.run() });
});

test("only who may approve takes it as it is, and where a step takes two people, so does this", () => {
  const player = comparing({ approvals: { people: 2, approvers: ["ada", "grace"] } });
  player.compared(breaks);
  for (const actor of ["mallory", "ada", "ada"]) player.command("promote", actor);
  expect(player.run().phase.name).toBe("held");
  player.command("promote", "grace");
  expect(player.work()).toMatchObject({ do: "set weight", weight: 100 });
});

test("who approved the step has to approve once more what does not fit, and may", () => {
  const steps = planOf().steps.map((step) => ({ ...step, gates: ["approval" as const] }));
  const player = evident({ steps });
  player.command("promote", "ada");
  player.compared(breaks);
  expect(player.run().phase.name).toBe("held");
  player.command("promote", "ada");
  expect(player.work()).toMatchObject({ do: "set weight", weight: 500 });
});

test("a comparison under way is not promoted over, and one that is held meanwhile moves nothing", () => {
  const player = evident();
  player.command("promote");
  expect(player.run().latest).toMatchObject([{ because: "impossible" }]);
  player.command("hold");
  player.compared();
  expect(player.run().phase.name).toBe("held");
  expect(player.weights()).toEqual([100]);
  player.command("resume");
  expect(player.work()).toMatchObject({ do: "compare contracts" });
});

test("the way back never waits for contracts", () => {
  const player = evident();
  player.compared(breaks);
  player.command("rollback");
  player.until("rolled back");
  expect(player.effects.filter(({ do: kind }) => kind === "compare contracts")).toHaveLength(2);
});

test("in a train no caller gets a request while its callee's contracts do not fit", () => {
  const train = board({ contracts: "compare" });
  for (const service of order) train.answer(service);
  const [effect] = train.run("inventory")?.outstanding ?? [];
  expect(effect).toMatchObject({ do: "compare contracts" });
  const answer = { at, effect: effect?.id ?? "", versions: [], unknown: [], unread: [] };
  train.tell("inventory", { ...answer, kind: "compared", breaks });
  train.settle();
  expect([train.phases(), train.weights]).toEqual([["held", "awaiting", "awaiting"], []]);
  train.command("inventory", "promote");
  train.takeSteps();
  expect(train.weights.slice(0, 3)).toEqual(["inventory 100", "order 100", "storefront 100"]);
  train.settle();
  expect(train.phases()).toEqual(["soaking", "soaking", "soaking"]);
});
