import { expect, test } from "vitest";
import { planOf, play } from "../testing/player.ts";

const steps = planOf().steps.map((step) => ({ ...step, gates: ["approval" as const] }));
const waiting = (approvals: { people: 1 | 2; approvers: string[] }) => {
  const player = play(planOf({ steps, approvals }));
  player.until("observing");
  player.look();
  return player;
};

test("a step with a gate waits for a person although its evidence is there", () => {
  const player = waiting({ people: 1, approvers: [] });
  expect(player.run().phase).toEqual({ name: "awaiting", step: 0, gates: ["approval"] });
  player.look();
  player.tick(86_400_000);
  expect(player.run().phase.name).toBe("awaiting");
  player.command("promote");
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
});

test("two-person approval takes two different people, both of them approvers", () => {
  const player = waiting({ people: 2, approvers: ["ada", "grace"] });
  player.command("promote", "mallory");
  expect(player.run().latest).toMatchObject([{ because: "no approver", actor: "mallory" }]);
  player.command("promote", "ada");
  player.command("promote", "ada");
  expect(player.run().phase.name).toBe("awaiting");
  expect(player.run().latest).toEqual([{ because: "same person", actor: "ada" }]);
  player.command("promote", "grace");
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
});

test("a person's promotion ends a step without evidence, and an approval holds for that step only", () => {
  const player = play(planOf({ approvals: { people: 2, approvers: [] } }));
  player.until("observing");
  player.command("promote", "ada");
  player.command("promote", "grace");
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
  player.until("observing");
  player.command("promote", "ada");
  expect(player.run().phase.name).toBe("observing");
});

test("a bad canary is rolled back while its approval is awaited", () => {
  const player = waiting({ people: 1, approvers: [] });
  player.look({ errors: 3 });
  expect(player.run().phase.name).toBe("rolling back");
});
