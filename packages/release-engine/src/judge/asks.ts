import type { Finding } from "./judgement.ts";

/** Evidence against the canary from which on no step is promoted: a release waits a little where a bad canary would spread. */
export const suspicious = 1.5;

/** Requests of the canary after which most of them must have been measured: timed, or told apart by status. */
const enoughRequests = 50;

/** Whether too few of the canary's requests were measured for a test to say that nothing is wrong. */
export const isMostlyUnknown = (measured: number, requests: number): boolean =>
  requests >= enoughRequests && measured < requests / 2;

/** What a test asks for at this e-value. */
export const asksBy = (eValue: number, threshold: number): Finding["asks"] =>
  eValue >= threshold ? "rollback" : eValue >= suspicious ? "hold" : "promote";
