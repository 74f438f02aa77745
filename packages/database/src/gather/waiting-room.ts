import { databaseBusy } from "../errors.ts";
import type { Patience } from "../patience.ts";

/** A call about keys that may be locked. */
export interface Waiting {
  /** The keys it locks. */
  readonly keys: readonly string[];
  readonly deadlineAt: number;
  /** Tries it alone; `settled` when it was done or refused for another reason. */
  attempt(lockWaitSeconds: Patience["lockWaitSeconds"]): Promise<"settled" | "blocked">;
  refuse(reason: unknown): void;
}

/** Where calls wait for a lock that is not released, apart from calls that do not need it. */
export interface WaitingRoom {
  /** No key is known to be locked for long. */
  isQuiet(): boolean;
  /** One of these was locked for long a short time ago. */
  suspects(keys: readonly string[]): boolean;
  /** Accepts a call about suspected keys: it tries at once, and waits if it must. */
  enter(call: Waiting): void;
  /** Accepts a call that has just been blocked. */
  wait(call: Waiting): void;
  /** For metrics: calls inside, and calls refused so far. */
  readonly waiting: number;
  readonly refused: number;
}

interface Place {
  readonly call: Waiting;
  readonly giveUpAt: number;
  state: "entering" | "waiting" | "trying";
  /** The time before which it is not tried again. */
  againAt: number;
}

/** Most calls inside; further ones are refused. */
const mostInside = 200;
/** How long a call waits for a lock to be released. */
const waitMilliseconds = 3_000;
/** How long a key stays suspected after it was last found locked. */
const suspectMilliseconds = 10_000;

/** Pause between two tries of a call that does not wait in the database. */
const pollMilliseconds = 100;

/**
 * A call that locks several rows must not wait for one while it holds the others, or all calls that need those wait as well. It
 * polls instead; so does a call with less time left than the database would wait.
 */
const lockWaitOf = ({ call, giveUpAt }: Place): Patience["lockWaitSeconds"] =>
  call.keys.length === 1 && giveUpAt - Date.now() > 1000 ? 1 : 0;

/** Opens a database's room. @param seats how many calls may hold a connection while they wait for a lock */
export const openWaitingRoom = (seats: number): WaitingRoom => {
  const inside = new Set<Place>();
  const suspects = new Map<string, number>();
  let entering = 0;
  let trying = 0;
  let refused = 0;
  let sweeping: NodeJS.Timeout | undefined;

  const suspect = (keys: readonly string[]): void => {
    for (const key of keys) suspects.set(key, Date.now() + suspectMilliseconds);
  };
  const clear = (keys: readonly string[]): void => {
    for (const key of keys) suspects.delete(key);
  };

  const refuse = (place: Place): void => {
    inside.delete(place);
    refused += 1;
    place.call.refuse(databaseBusy(new Error(`${place.call.keys.join(", ")} stays locked`)));
  };

  const take = (call: Waiting, state: Place["state"]): void => {
    const giveUpAt = Math.min(call.deadlineAt, Date.now() + waitMilliseconds);
    const place: Place = { call, giveUpAt, state, againAt: 0 };
    if (inside.size >= mostInside) {
      refuse(place);
      return;
    }
    inside.add(place);
    sweeping ??= setInterval(sweep, 100).unref();
    proceed();
  };

  /** Refuses calls whose time is up, and drops old suspicions. */
  const sweep = (): void => {
    const now = Date.now();
    for (const place of inside) if (place.state !== "trying" && place.giveUpAt <= now) refuse(place);
    for (const [key, until] of suspects) if (until <= now) suspects.delete(key);
    proceed();
    if (inside.size > 0 || suspects.size > 0) return;
    clearInterval(sweeping);
    sweeping = undefined;
  };

  const attempt = async (place: Place, lockWaitSeconds: Patience["lockWaitSeconds"]): Promise<void> => {
    place.state = "trying";
    if ((await place.call.attempt(lockWaitSeconds)) === "settled") {
      inside.delete(place);
      clear(place.call.keys);
      return;
    }
    suspect(place.call.keys);
    if (place.giveUpAt <= Date.now()) {
      refuse(place);
      return;
    }
    // To the end of the queue: other calls wait for other locks.
    inside.delete(place);
    inside.add(place);
    place.state = "waiting";
    if (lockWaitSeconds === 0) place.againAt = Date.now() + pollMilliseconds * (1 + Math.random());
  };

  const isNext = ({ state, againAt, call }: Place, held: ReadonlySet<string>): boolean =>
    state === "waiting" && againAt <= Date.now() && !call.keys.some((key) => held.has(key));

  const proceed = (): void => {
    const held = new Set([...inside].flatMap((place) => (place.state === "trying" ? place.call.keys : [])));
    for (const place of [...inside]) {
      if (place.state === "entering" && entering < seats) {
        entering += 1;
        void attempt(place, 0).finally(() => {
          entering -= 1;
          proceed();
        });
      } else if (isNext(place, held) && trying < seats) {
        for (const key of place.call.keys) held.add(key);
        trying += 1;
        void attempt(place, lockWaitOf(place)).finally(() => {
          trying -= 1;
          proceed();
        });
      }
    }
  };

  return {
    isQuiet: () => inside.size === 0 && suspects.size === 0,
    suspects: (keys) => keys.some((key) => suspects.has(key)),
    enter: (call) => take(call, "entering"),
    wait(call) {
      suspect(call.keys);
      take(call, "waiting");
    },
    get waiting() {
      return inside.size;
    },
    get refused() {
      return refused;
    },
  };
};
