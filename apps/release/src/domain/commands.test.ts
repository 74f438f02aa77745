import { Command, decide, judge } from "@caravan/release-engine";
import { describe, expect, test } from "vitest";
import { ada, grace } from "../testing/played.ts";
import { sample, sampleNames } from "../testing/samples.ts";
import { possibleAsks } from "./commands.ts";

const no = ["impossible", "no approver", "same person", "train"];

/** What the engine does not refuse, tried on the run itself. */
const accepted = (name: string, actor: string): string[] => {
  const { run } = sample(name);
  return Command.options.filter((command) => {
    const input = { kind: "command", at: run.clock.at, actor, reason: "tried", command } as const;
    const [entry] = decide(run, input, judge).entries;
    return !entry?.decision.reasons.some(({ because }) => no.includes(because));
  });
};

describe.each(sampleNames)("of a release that is %s", (name) => {
  test.each([
    ["who started it", ada],
    ["who approved already", grace],
  ])("the person %s is offered exactly what the engine would do", (_, actor) => {
    const { release } = sample(name);
    expect([...possibleAsks(release, actor)].sort()).toEqual(accepted(name, actor).sort());
  });
});

test("samples stand in every kind of phase", () => {
  const phases = new Set(sampleNames.map((name) => sample(name).release.phase));
  const all = ["preparing", "observing", "awaiting", "held", "soaking", "rolling back", "rolled back"];
  for (const phase of [...all, "frozen", "finished"]) expect(phases).toContain(phase);
});

test("only approvers may promote, and a release that no engine can go on with can only be ended", () => {
  const { release } = sample("under way");
  const approvals = { people: 1, approvers: [grace], given: [] };
  expect(possibleAsks({ ...release, approvals }, ada)).not.toContain("promote");
  expect(possibleAsks({ ...release, approvals }, grace)).toContain("promote");
  expect(possibleAsks({ ...release, stopped: "its log was changed" }, ada)).toEqual(["abandon", "freeze"]);
});

test("near the end of its log a release is offered the way back and a freeze, and nothing that goes on", () => {
  const { release } = sample("held");
  const asks = (entries: number, changes = {}) => possibleAsks({ ...release, ...changes, entries }, ada);
  expect(asks(8_999)).toContain("resume");
  expect(asks(9_000)).toEqual(["rollback", "freeze"]);
  expect(asks(9_000, { heldDuring: "contracting" })).toContain("resume");
  expect(asks(9_500, { heldDuring: "contracting" })).toEqual(["rollback", "freeze"]);
});
