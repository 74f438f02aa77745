import { newId } from "@caravan/contracts";
import { draw, strikes } from "../draw.ts";
import type { CallbackMisbehaviour } from "../misbehaviour.ts";

/** A callback to plan. */
export interface Callback {
  /** The receiver's own name for it, so that its faults can be repeated. */
  readonly key: string;
  readonly url: string;
  readonly body: string;
}

/** A callback as it will be sent: not before `dueAt`. */
export interface PlannedCallback {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly createdAt: Date;
}

/** Decides whether a callback is sent once, twice, later, or never. Each copy is delayed independently. */
export const planCallback = (
  { key, url, body }: Callback,
  misbehaviour: CallbackMisbehaviour,
  now: Date,
): PlannedCallback[] => {
  const { seed, callbackDelaySeconds } = misbehaviour;
  if (strikes(misbehaviour.callbackLostRate, seed, "callback lost", key)) return [];
  const copies = strikes(misbehaviour.callbackDuplicateRate, seed, "callback twice", key) ? 2 : 1;
  return Array.from({ length: copies }, (_, copy) => {
    const own = `${key} ${copy}`;
    const isDelayed = strikes(misbehaviour.callbackDelayRate, seed, "callback late", own);
    const delaySeconds = isDelayed ? draw(seed, "callback delay", own) * callbackDelaySeconds : 0;
    const dueAt = new Date(now.getTime() + Math.round(delaySeconds * 1000));
    return { id: newId("clb"), url, body, attempts: 0, dueAt, createdAt: now };
  });
};

/** Reports whether it is sent at once, by the process that planned it. */
export const isImmediate = ({ dueAt, createdAt }: PlannedCallback): boolean => dueAt <= createdAt;
