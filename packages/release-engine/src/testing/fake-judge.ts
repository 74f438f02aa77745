import type { Judge } from "../judge/judgement.ts";

/** What the fake judge knows. */
interface Known {
  readonly requests: number;
  readonly errors: number;
  readonly out: boolean;
}

/** Rolls back at three errors, promotes a step after ten requests of the canary, and holds without metrics. */
export const fakeJudge: Judge<Known> = {
  start: () => ({ requests: 0, errors: 0, out: false }),
  nextStep: (known) => ({ ...known, requests: 0 }),
  look: (known, look) =>
    look.outcome === "measured"
      ? {
          requests: known.requests + look.canary.requests,
          errors: known.errors + look.canary.errors,
          out: false,
        }
      : { ...known, out: true },
  judgement: ({ requests, errors, out }) => {
    const numbers = { canaryRequests: requests, canaryErrors: errors };
    const say = (verdict: "promote" | "hold" | "rollback", rule: string) => ({
      ...{ verdict, rule },
      findings: [{ rule, asks: verdict, numbers, missingRequests: Math.max(0, 10 - requests) }],
    });
    if (errors >= 3) return say("rollback", "errors");
    if (out) return say("hold", "metrics");
    return requests >= 10 ? say("promote", "evidence") : say("hold", "evidence");
  },
};
