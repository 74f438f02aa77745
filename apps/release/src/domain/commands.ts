import type { Release, ReleaseCommand } from "@caravan/contracts";
import { roomIn } from "@caravan/release-engine";
import { mostEntries } from "./pace.ts";

/** What a person can ask of a release that no command of the engine is: to end one that no engine can go on with. */
export type Ask = ReleaseCommand | "abandon";

/** Whether the log has room for what is asked: near its end the engine does only what leads back, or ends the release. */
export const hasRoomFor = (
  { entries, phase, heldDuring }: Pick<Release, "entries" | "phase" | "heldDuring">,
  command: ReleaseCommand,
): boolean => {
  const room = roomIn({ log: { entries, most: mostEntries } });
  if (room === "enough" || command === "freeze") return true;
  if (command === "rollback") return phase !== "rolling back";
  if (room !== "little") return false;
  return command === "hold" || (heldDuring ?? phase) === "contracting";
};

const observed = new Set<string>(["observing", "awaiting"]);

const mayPromote = (release: Release, actor: string): boolean => {
  const { phase, heldDuring, steps, step, approvals, contracts } = release;
  const isApprover = approvals.approvers.length === 0 || approvals.approvers.includes(actor);
  const mayApprove = isApprover && !approvals.given.includes(actor);
  if (contracts) return contracts.found !== null && mayApprove;
  if (!observed.has(heldDuring ?? phase)) return false;
  const gates = steps[(step ?? 1) - 1]?.gates ?? [];
  const isOpen = gates.includes("approval") && approvals.given.length < approvals.people;
  if ((heldDuring ?? phase) === "awaiting" && !isOpen) return false;
  return mayApprove;
};

/** What this person can ask of a release as it stands; the engine has the last word. */
export const possibleAsks = (release: Release, actor: string): readonly Ask[] => {
  const { phase, endedAt, stopped } = release;
  if (endedAt !== null) return [];
  if (stopped !== null) return ["abandon", "freeze"];
  if (phase === "rolling back") return ["freeze"];
  const all: readonly ReleaseCommand[] = [
    ...(mayPromote(release, actor) ? (["promote"] as const) : []),
    phase === "held" ? "resume" : "hold",
    "rollback",
    "freeze",
  ];
  return all.filter((command) => hasRoomFor(release, command));
};
