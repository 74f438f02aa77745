import { asksBy, isMostlyUnknown, suspicious } from "./asks.ts";
import { clientErrorFindings } from "./client-errors.ts";
import { logWithin } from "./contrast.ts";
import { excessAsked, neededToPromote } from "./estimate.ts";
import { errorWorth, expectedRates, limits, slowWorth, withinLogs } from "./evidence.ts";
import type { Finding, Judgement } from "./judgement.ts";
import { excesses, type JudgeState } from "./state.ts";

/** Looks in a row outside of a guard that ask for rollback: one can be a scrape that went wrong. */
const breachesToRollBack = 2;

const errors = (state: JudgeState): Finding => {
  const eValue = errorWorth(state);
  const threshold = limits(state.demands).errors;
  const { stable, canary } = state.seen;
  return {
    rule: "errors",
    asks: asksBy(eValue, threshold),
    numbers: {
      canaryRequests: canary.requests,
      canaryErrors: canary.bad,
      stableRequests: stable.requests,
      stableErrors: stable.bad,
      eValue,
      holdsFrom: suspicious,
      threshold,
    },
  };
};

const latency = (state: JudgeState): Finding => {
  const eValue = slowWorth(state);
  const threshold = limits(state.demands).latency;
  const [p50, p90, p99] = state.block.slow.map(({ bound }) => bound);
  const asks = asksBy(eValue, threshold);
  const { requests } = state.seen.canary;
  // Without durations of the canary nothing is known of it, where something is known of the stable version.
  const untimed = p50 !== null && isMostlyUnknown(state.timed, requests);
  return {
    rule: "latency",
    asks: untimed && asks === "promote" ? "hold" : asks,
    numbers: {
      canaryRequests: requests,
      canaryTimed: state.timed,
      p50UpToMilliseconds: p50 ?? null,
      p90UpToMilliseconds: p90 ?? null,
      p99UpToMilliseconds: p99 ?? null,
      tolerance: state.demands.latencyTolerance,
      eValue,
      holdsFrom: suspicious,
      threshold,
    },
  };
};

/** The canary's requests that are missing until its errors are proven to be within the excess; null when they lead away from it. */
const missingTo = (state: JudgeState, excess: number, lacking: number): number | null => {
  const { stable, canary } = state.usual;
  const share = canary.requests > 0 ? stable.requests / canary.requests : 1;
  const rates = expectedRates(state);
  const expected = { stable: rates.stable, canary: Math.min(rates.canary, rates.stable + 0.7 * excess) };
  // What a request of the canary and those of the stable version that come with it add, at the rates so far.
  const gain = logWithin(
    {
      stable: { requests: share, bad: share * rates.stable },
      canary: { requests: 1, bad: rates.canary },
    },
    expected,
    excess,
  );
  return gain > 0 ? Math.ceil(lacking / gain) : null;
};

const evidence = (state: JudgeState): Finding => {
  const { demands, nextShare, step } = state;
  const { index: asked, excess } = excessAsked(demands, nextShare);
  const needed = neededToPromote(demands);
  const logs = withinLogs(state);
  // Of the excesses that are ruled out with all larger ones, the smallest.
  const notProven = logs.findLastIndex((log) => log < needed);
  const proven = excesses(demands)[notProven + 1];
  const lacking = needed - (logs[asked] ?? 0);
  const toProve = lacking > 0 ? missingTo(state, excess, lacking) : 0;
  const toMinimum = Math.max(0, demands.minimumRequests - step.requests);
  const missing = toProve === null ? null : Math.max(toProve, toMinimum);
  const usual = expectedRates(state).stable;
  return {
    rule: "evidence",
    asks: notProven < asked && toMinimum === 0 ? "promote" : "hold",
    numbers: {
      canaryRequests: step.requests,
      minimumRequests: demands.minimumRequests,
      requestsPerMinute: step.seconds > 0 ? (step.requests * 60) / step.seconds : null,
      stableRate: usual,
      upperBound: proven === undefined ? null : usual + proven,
      asked: usual + excess,
      confidence: 1 - demands.falsePromotion,
      nextShare,
    },
    ...(missing === null || missing === 0 ? {} : { missingRequests: missing }),
  };
};

const guards = (state: JudgeState): Finding[] =>
  state.demands.guards.map(({ name, above, below }, index) => {
    const { breaches = 0, value = null } = state.guards[index] ?? {};
    const asks =
      breaches >= breachesToRollBack ? "rollback" : breaches > 0 || value === null ? "hold" : "promote";
    return {
      rule: `guard ${name}`,
      asks,
      numbers: { value, above: above ?? null, below: below ?? null, breaches },
    };
  });

const metrics = ({ outage }: JudgeState): Finding => ({
  rule: "metrics",
  asks: outage.looks === 0 ? "promote" : "hold",
  numbers: { looksWithout: outage.looks, secondsWithout: outage.seconds },
});

/** What each rule finds, in the order in which they decide. */
export const findingsOf = (state: JudgeState): readonly Finding[] => [
  errors(state),
  latency(state),
  ...clientErrorFindings(state),
  ...guards(state),
  metrics(state),
  evidence(state),
];

export const verdictOf = (findings: readonly Finding[]): Pick<Judgement, "verdict" | "rule"> => {
  for (const verdict of ["rollback", "hold"] as const) {
    const decides = findings.find(({ asks }) => asks === verdict);
    if (decides) return { verdict, rule: decides.rule };
  }
  return { verdict: "promote", rule: "evidence" };
};
