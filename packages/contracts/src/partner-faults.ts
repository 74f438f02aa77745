import * as v from "valibot";

/** A share of requests or of callbacks. */
export const FaultRate = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What goes wrong at any simulated partner. Drawn from `seed`, so that a run can be repeated. */
export const PartnerFaults = v.object({
  seed: v.pipe(v.number(), v.safeInteger()),
  /** A 503 before anything happened. */
  unavailableRate: FaultRate,
  /** The effect happens, the reply never comes. */
  timeoutAfterEffectRate: FaultRate,
  callbackLostRate: FaultRate,
  callbackDuplicateRate: FaultRate,
  callbackDelayRate: FaultRate,
  /** Longest delay of a delayed callback; delayed ones overtake each other. */
  callbackDelaySeconds: v.pipe(v.number(), v.minValue(0), v.maxValue(600)),
});
export type PartnerFaults = v.InferOutput<typeof PartnerFaults>;

/** A partner at which nothing goes wrong. */
export const noFaults: PartnerFaults = {
  seed: 1,
  unavailableRate: 0,
  timeoutAfterEffectRate: 0,
  callbackLostRate: 0,
  callbackDuplicateRate: 0,
  callbackDelayRate: 0,
  callbackDelaySeconds: 0,
};
