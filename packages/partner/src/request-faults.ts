import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "@caravan/contracts";
import { strikes } from "./draw.ts";
import type { RequestMisbehaviour } from "./misbehaviour.ts";

/** Longer than any caller waits for a reply. */
const silenceSeconds = 30;

/** Most requests whose attempts are counted; the oldest is dropped first. */
const mostCounted = 10_000;

/** Makes requests fail by the settings. */
export interface RequestFaults {
  /**
   * Call before any effect. A repeated request draws again, so that a retry can succeed.
   *
   * @param key the caller's own name of the thing, so that runs can be repeated
   * @throws Refusal `out-of-order`
   */
  before(operation: string, key: string): Promise<void>;
  /**
   * Call after a change: the reply may be withheld until the caller has given up. A repetition changes nothing,
   * so it does not get here and is answered.
   */
  after(operation: string, key: string, request: Request): Promise<void>;
}

/** What {@link openRequestFaults} needs. */
export interface RequestFaultsOptions {
  readonly misbehaviour: () => Promise<RequestMisbehaviour>;
  /** Waits until the caller has gone; for tests. */
  readonly silence?: (caller: AbortSignal) => Promise<void>;
}

/** Makes the faults of one process. Attempts are counted in memory and reset by a restart. */
export const openRequestFaults = ({
  misbehaviour,
  silence = untilGone,
}: RequestFaultsOptions): RequestFaults => {
  const attempts = new Map<string, number>();
  const attemptOf = (name: string): number => {
    const attempt = (attempts.get(name) ?? 0) + 1;
    attempts.delete(name);
    attempts.set(name, attempt);
    const oldest = attempts.keys().next();
    if (attempts.size > mostCounted && !oldest.done) attempts.delete(oldest.value);
    return attempt;
  };
  return {
    async before(operation, key) {
      const { unavailableRate, seed } = await misbehaviour();
      if (unavailableRate === 0) return;
      const attempt = attemptOf(`${operation} ${key}`);
      if (strikes(unavailableRate, seed, `unavailable ${operation}`, `${key} ${attempt}`)) throw outOfOrder();
    },
    async after(operation, key, request) {
      const { timeoutAfterEffectRate, seed } = await misbehaviour();
      if (!strikes(timeoutAfterEffectRate, seed, `timeout ${operation}`, key)) return;
      await silence(request.signal);
      throw silent();
    },
  };
};

const untilGone = (caller: AbortSignal): Promise<void> =>
  sleep(silenceSeconds * 1000, undefined, { signal: caller, ref: false }).catch(() => {});

const outOfOrder = (): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "out-of-order",
    detail: "We cannot serve you at the moment. Nothing was done; try again shortly.",
    retryAfterSeconds: 1,
  });

const silent = (): Refusal =>
  new Refusal({
    kind: "deadline",
    code: "reply-lost",
    detail: "The reply took too long. Ask again to find out what was done.",
  });
