import type { Release, ReleaseCommand } from "@caravan/contracts";

/** What a person can ask of a release that no command of the engine is: to end one that no engine can go on with. */
export type Ask = ReleaseCommand | "abandon";

const observed = new Set<string>(["observing", "awaiting"]);

const mayPromote = ({ phase, heldDuring, steps, step, approvals }: Release, actor: string): boolean => {
  if (!observed.has(heldDuring ?? phase)) return false;
  const gates = steps[(step ?? 1) - 1]?.gates ?? [];
  const isOpen = gates.includes("approval") && approvals.given.length < approvals.people;
  if ((heldDuring ?? phase) === "awaiting" && !isOpen) return false;
  if (approvals.approvers.length > 0 && !approvals.approvers.includes(actor)) return false;
  return !approvals.given.includes(actor);
};

/** What this person can ask of a release as it stands; the engine has the last word. */
export const possibleAsks = (release: Release, actor: string): readonly Ask[] => {
  const { phase, endedAt, stopped } = release;
  if (endedAt !== null) return [];
  if (stopped !== null) return ["abandon", "freeze"];
  if (phase === "rolling back") return ["freeze"];
  return [
    ...(mayPromote(release, actor) ? (["promote"] as const) : []),
    phase === "held" ? "resume" : "hold",
    "rollback",
    "freeze",
  ];
};
