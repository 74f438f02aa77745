import { activePhase, type Draft, isWork } from "./draft.ts";
import type { Effect } from "./effect.ts";
import type { Input } from "./input.ts";
import { logReason, roomIn } from "./log-room.ts";
import { freeze, hasEnded, hold, rollBack } from "./phases.ts";
import type { Decision, Run } from "./run.ts";

/** Phases that go on by themselves for as long as it takes; the others end after what they have to do. */
const endless: ReadonlySet<string> = new Set(["preparing", "moving", "observing", "awaiting", "soaking"]);
/** Phases from which there is a way back for the requests that the new version gets. */
const stepping: ReadonlySet<string> = new Set(["preparing", "moving", "observing", "awaiting", "promoting"]);

/** Before a decision: holds a run whose log has little room, so that people decide while it is still watched. */
export const holdForRoom = <State>(draft: Draft<State>): Draft<State> =>
  roomIn(draft.run) !== "enough" && endless.has(draft.run.phase.name)
    ? hold(draft, logReason(draft.run))
    : draft;

/** After a decision: goes back while there is room for the way, since nothing could watch the new version any more; and ends in any case. */
export const endForRoom = <State>(draft: Draft<State>): Draft<State> => {
  const room = roomIn(draft.run);
  if (hasEnded(draft.run)) return draft;
  if (room === "end") return freeze(draft, logReason(draft.run));
  return room === "way back" && stepping.has(activePhase(draft.run).name)
    ? rollBack(draft, logReason(draft.run))
    : draft;
};

const workOf = ({ outstanding }: Run<unknown>): Effect | undefined => outstanding.find(isWork);
const notices = ({ outstanding }: Run<unknown>): number =>
  outstanding.filter(({ do: kind }) => kind === "notify").length;

/**
 * Whether a decision is worth an entry. At the end of a log only one that leads on is: what is refused or behind again and again is asked
 * for again under the same id, without an entry. What a deployer could not do has its answer, so that it is asked for anew.
 */
export const isWorthEntry = (before: Run<unknown>, after: Run<unknown>, { kind }: Input): boolean => {
  const room = roomIn(before);
  if (room === "enough" || room === "little") return true;
  if (kind === "edited" || kind === "killed" || kind === "streams") return after.phase !== before.phase;
  if (after.phase !== before.phase || notices(after) !== notices(before)) return true;
  const [was, is] = [workOf(before), workOf(after)];
  const isMove = was?.do === "set weight" || was?.do === "verify weight";
  return was?.id !== is?.id && !(isMove && is === undefined);
};

/** An input that leaves no entry, and so changes nothing. At the end of a log a tick asks again for what is under way. */
export const unlogged = <State>(run: Run<State>, { kind }: Input): Decision<State> => {
  const isFull = !["enough", "little"].includes(roomIn(run));
  const again = (effect: Effect) => isFull && (kind === "restarted" || (kind === "tick" && isWork(effect)));
  return { run, effects: run.outstanding.filter(again), entries: [] };
};
