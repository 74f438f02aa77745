import type { Outcome } from "./settle.ts";
import { forgetUnneeded } from "./settle.ts";
import { after, type Shipment, type Step } from "./shipment.ts";

/** Failures in a row after which the carrier is not asked any more: a day and a half at five minutes each. */
export const mostFailures = 500;

/** Polls without news after which the carrier is not asked any more: a month at six hours each. */
export const mostQuietPolls = 120;

/** This many of them come at the usual pace, then each waits twice as long as the one before. */
const pollsAtPace = 5;
const longestPollSeconds = 6 * 3600;

/** Begins the reason why a shipment stopped that the carrier refused for what was asked, not for how things stand there. */
export const askedWrongly = "carrier-refused:";

/** Ends what is done for a shipment by itself; staff finds it by its reason. */
export const stop = (shipment: Shipment, why: string): Outcome => ({
  shipment: forgetUnneeded({ ...shipment, stopped: why, due: null }),
  events: [],
});

/** The carrier did not answer clearly: the same is tried again later, but not for ever. */
export const putOff = (
  shipment: Shipment,
  { now, pauseSeconds }: { readonly now: Date; readonly pauseSeconds: (failures: number) => number },
): Outcome => {
  if (shipment.due === null) return { shipment, events: [] };
  const failures = shipment.failures + 1;
  if (failures >= mostFailures) return stop({ ...shipment, failures }, "carrier-silent");
  const due = { ...shipment.due, at: after(now, pauseSeconds(failures)) };
  return { shipment: { ...shipment, failures, due }, events: [] };
};

/** The carrier was asked for news and had none: it is asked less and less often, and in the end not any more. */
export const heardNothing = (shipment: Shipment, { now, timing }: Step): Outcome => {
  if (shipment.due?.work !== "poll") return { shipment, events: [] };
  const quietPolls = shipment.quietPolls + 1;
  if (quietPolls >= mostQuietPolls) return stop({ ...shipment, quietPolls }, "no-news");
  const seconds = timing.pollAfterSeconds * 2 ** Math.max(0, quietPolls - pollsAtPace);
  const due = { work: "poll", at: after(now, Math.min(seconds, longestPollSeconds)) } as const;
  return { shipment: { ...shipment, quietPolls, due }, events: [] };
};
