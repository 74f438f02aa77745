import type { Finding } from "./judgement.ts";

/** Evidence against the canary from which on no step is promoted: a release waits a little where a bad canary would spread. */
export const suspicious = 1.5;

/** What a test asks for at this e-value. */
export const asksBy = (eValue: number, threshold: number): Finding["asks"] =>
  eValue >= threshold ? "rollback" : eValue >= suspicious ? "hold" : "promote";
