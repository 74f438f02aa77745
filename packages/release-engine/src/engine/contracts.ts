import { activePhase, because, change, type Draft, forget } from "./draft.ts";
import type { InputOf } from "./input.ts";
import { hold, stepUp } from "./phases.ts";
import type { Reason } from "./reason.ts";
import type { Run } from "./run.ts";

/** Whether what was found of its contracts, or that nothing is known of them, is what holds a run. */
export const isHeldForContracts = ({
  phase,
  contracts,
}: Pick<Run<unknown>, "phase" | "contracts">): boolean => phase.name === "held" && contracts.found !== null;

/** Holds a run for what does not fit. One that is held already learns why it would be. */
export const holdFor = <State>(
  draft: Draft<State>,
  found: readonly string[],
  reason: Reason,
): Draft<State> => {
  const known = change(draft, { contracts: { ...draft.run.contracts, found } });
  return draft.run.phase.name === "held" ? because(known, reason) : hold(known, reason);
};

const findingsOf = ({ breaks, unknown }: InputOf<"compared">): string[] => [
  ...breaks,
  ...unknown.map((name) => `the image of ${name} carries no contracts, so nothing is known of them`),
];

/** What did not fit when v2's contracts were compared with those of all that serve. What people took as it is holds nothing again. */
export const compared = <State>(draft: Draft<State>, input: InputOf<"compared">): Draft<State> => {
  const { outstanding, contracts, phase } = draft.run;
  const effect = outstanding.find(({ id }) => id === input.effect);
  if (effect?.do !== "compare contracts") return because(draft, { because: "ignored", what: "answer" });
  const rest = forget(draft, (one) => one === effect);
  const all = findingsOf(input);
  // What could not be read this time is not what could not be read before.
  const unread = input.unread.map((name) => `the contracts of ${name} cannot be read`);
  const findings = [...all.filter((line) => !contracts.accepted.includes(line)), ...unread];
  if (findings.length > 0) return holdFor(rest, findings, { because: "unfit", findings });
  const fits = because(rest, { because: "fits", versions: input.versions.length, accepted: all.length });
  // One that is held meanwhile compares again when it is resumed.
  return phase.name === "awaiting" ? stepUp(fits, phase.step) : fits;
};

/** A person lets the run go on with what holds it; each of it is accepted for the whole release. */
export const acceptFound = <State>(draft: Draft<State>, approval: Reason): Draft<State> => {
  const { accepted, found } = draft.run.contracts;
  const during = activePhase(draft.run);
  const findings = found ?? [];
  const contracts = { accepted: [...accepted, ...findings], found: null };
  const taken = change(draft, { contracts, approvals: [] });
  const why: Reason = { because: "accepted", findings };
  return during.name === "awaiting" ? stepUp(taken, during.step, approval, why) : because(taken, why);
};
