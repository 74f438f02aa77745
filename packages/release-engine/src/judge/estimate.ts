import { logWithin } from "./contrast.ts";
import type { Demands } from "./judgement.ts";
import { excesses } from "./state.ts";

/** A service for which a plan is made. */
export interface Expectation {
  /** Of its requests, the share that fails: 0.005 is five in a thousand. */
  readonly errorRate: number;
  /** The canary's shares of the requests, now and once the step is promoted. */
  readonly share: number;
  readonly nextShare: number;
}

/** Of the excesses that the judge tells apart, the one that a step has to rule out: its index and what it is. */
export const excessAsked = (
  demands: Pick<Demands, "errorTolerance">,
  nextShare: number,
): { readonly index: number; readonly excess: number } => {
  const all = excesses(demands);
  const allowed = Math.max(all[0] ?? 0, demands.errorTolerance / nextShare);
  const index = all.findLastIndex((excess) => excess <= allowed * (1 + 1e-9));
  return { index, excess: all[index] ?? 0 };
};

/** The log e-value from which on an excess is ruled out. */
export const neededToPromote = ({ falsePromotion }: Pick<Demands, "falsePromotion">): number =>
  -Math.log(Math.max(falsePromotion, 1e-6));

/**
 * About how many requests a canary that is as good as the stable version needs, counted from the start of the release, until a step can be
 * promoted: half of the releases need fewer. So a plan can be told that its deadline is too short for the service's traffic.
 */
export const requestsToPromote = (
  demands: Pick<Demands, "errorTolerance" | "falsePromotion">,
  { errorRate, share, nextShare }: Expectation,
): number => {
  const beside = (1 - share) / share;
  const one = {
    stable: { requests: beside, bad: beside * errorRate },
    canary: { requests: 1, bad: errorRate },
  };
  const { excess } = excessAsked(demands, nextShare);
  return Math.ceil(
    neededToPromote(demands) / logWithin(one, { stable: errorRate, canary: errorRate }, excess),
  );
};
