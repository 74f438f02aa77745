import { secondsAfter } from "@caravan/contracts";
import type { Outcome } from "./settle.ts";
import { forgetUnneeded } from "./settle.ts";
import type { Shipment, Step } from "./shipment.ts";

/** Failures in a row after which the shipment stops: a day and a half at five minutes each. */
export const mostFailures = 500;

/** Polls without news after which the shipment stops: a month at six hours each. */
export const mostQuietPolls = 120;

/** Polls at the usual interval, before each pause doubles. */
const pollsAtPace = 5;
const longestPollSeconds = 6 * 3600;

/** Prefix of the reason for a shipment whose request the carrier refused, independent of its state there. */
export const askedWrongly = "carrier-refused:";

/** Stops a shipment; staff finds it by its reason. */
export const stop = (shipment: Shipment, why: string): Outcome => ({
  shipment: forgetUnneeded({ ...shipment, stopped: why, due: null }),
  events: [],
});

/** The carrier's answer was unclear: the call is repeated later, up to a limit. */
export const putOff = (
  shipment: Shipment,
  { now, pauseSeconds }: { readonly now: Date; readonly pauseSeconds: (failures: number) => number },
): Outcome => {
  if (shipment.due === null) return { shipment, events: [] };
  const failures = shipment.failures + 1;
  if (failures >= mostFailures) return stop({ ...shipment, failures }, "carrier-silent");
  const due = { ...shipment.due, at: secondsAfter(now, pauseSeconds(failures)) };
  return { shipment: { ...shipment, failures, due }, events: [] };
};

/** A poll without news: the next ones come less and less often, up to a limit. */
export const heardNothing = (shipment: Shipment, { now, timing }: Step): Outcome => {
  if (shipment.due?.work !== "poll") return { shipment, events: [] };
  const quietPolls = shipment.quietPolls + 1;
  if (quietPolls >= mostQuietPolls) return stop({ ...shipment, quietPolls }, "no-news");
  const seconds = timing.pollAfterSeconds * 2 ** Math.max(0, quietPolls - pollsAtPace);
  const due = { work: "poll", at: secondsAfter(now, Math.min(seconds, longestPollSeconds)) } as const;
  return { shipment: { ...shipment, quietPolls, due }, events: [] };
};
