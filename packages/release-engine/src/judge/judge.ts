import { chooseClientBets, endClientBlock, lookAtClientErrors } from "./client-errors.ts";
import type { Pair } from "./contrast.ts";
import { plus } from "./contrast.ts";
import {
  burst,
  chooseBets,
  errorLogs,
  expectedRates,
  limitTests,
  shareInStep,
  slowLogs,
  withinLogs,
} from "./evidence.ts";
import { findingsOf, verdictOf } from "./findings.ts";
import { added, slowerThan } from "./histogram.ts";
import type { Judge } from "./judgement.ts";
import type { Counts, Look } from "./look.ts";
import { settle } from "./stakes.ts";
import { type ClientErrors, type JudgeState, newStep, startState } from "./state.ts";

type Measured = Extract<Look, { outcome: "measured" }>;

/** A block ends once the canary has answered so many requests. */
const requestsPerBlock = 10;
/** Failures that lie closer together can have one cause that is not the version: a pod, a node, one client. */
const spanSeconds = 30;

const sound = ({ requests, errors, clientErrors = 0 }: Counts): boolean => errors + clientErrors <= requests;

/** Nothing where the plan does not ask for them. */
const ofClients = (state: JudgeState, change: (known: ClientErrors) => ClientErrors): JudgeState =>
  state.clientErrors === undefined ? state : { ...state, clientErrors: change(state.clientErrors) };

/** Chooses what to bet on in the block that begins. */
const beginBlock = (state: JudgeState): JudgeState =>
  ofClients({ ...state, block: chooseBets(state) }, (known) =>
    chooseClientBets(known, state.demands, shareInStep(state)),
  );

const secondsOf = ({ from, to }: Look): number => {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  // A clock that was put back says nothing about a duration.
  return Math.max(seconds, 0);
};

/** Takes the block into what is known, and begins the next one with what is expected then. */
const endBlock = (state: JudgeState): JudgeState => {
  const { errors } = state.block;
  const most = burst(errors.stable.requests, expectedRates(state).stable);
  const usual: Pair =
    errors.stable.bad > most
      ? {
          stable: { requests: errors.stable.requests, bad: most },
          canary: { requests: 0, bad: 0 },
        }
      : errors;
  const durations = state.block.durations.bounds.length === 0 ? state.durations : state.block.durations;
  const known: JudgeState = {
    ...state,
    usual: plus(state.usual, usual),
    durations,
    errors: { ...state.errors, stakes: settle(state.errors.stakes, errorLogs(state)) },
    latency: state.latency.map((test, index) => ({
      ...test,
      stakes: settle(test.stakes, slowLogs(state, index)),
    })),
    within: [...withinLogs(state)],
  };
  return beginBlock(ofClients(known, (clients) => endClientBlock(clients, state.demands)));
};

const inBlock = (state: JudgeState, { stable, canary }: Measured): JudgeState["block"] => {
  const { block } = state;
  const histogram = block.durations.bounds.length === 0 ? state.durations : block.durations;
  return {
    errors: plus(block.errors, pairOf(stable, canary)),
    durations: added(histogram, stable.durations),
    bets: block.bets,
    slow: block.slow.map((slow) => {
      if (slow.bound === null) return slow;
      const ofStable = slowerThan(stable.durations, slow.bound);
      const ofCanary = slowerThan(canary.durations, slow.bound);
      if (!ofStable || !ofCanary) return slow;
      return { ...slow, pair: plus(slow.pair, { stable: ofStable, canary: ofCanary }) };
    }),
  };
};

const pairOf = (stable: Counts, canary: Counts): Pair => ({
  stable: { requests: stable.requests, bad: stable.errors },
  canary: { requests: canary.requests, bad: canary.errors },
});

/** The half minute whose evidence is limited begins with a look, and ends with the one that is so much later, or after the clock was put back. */
const limitSpan = (state: JudgeState, { from, to }: Measured): JudgeState => {
  const start = state.span ?? from;
  const lasted = (Date.parse(to) - Date.parse(start)) / 1000;
  const over = lasted < 0 || lasted >= spanSeconds;
  return { ...state, ...limitTests(state, over), span: over ? to : start };
};

/** The canary's durations, if they are in the buckets of the stable version's. */
const timedIn = ({ stable, canary }: Measured): number => {
  const bounds = ({ durations }: Counts) => durations.map(({ upToMilliseconds }) => upToMilliseconds).join();
  if (bounds(stable) !== bounds(canary)) return 0;
  return canary.durations.reduce((sum, { requests }) => sum + requests, 0);
};

const guardsAfter = (state: JudgeState, look: Measured): JudgeState["guards"] =>
  state.demands.guards.map(({ name, above, below }, index) => {
    const value = look.guards.find((guard) => guard.name === name)?.value ?? null;
    const before = state.guards[index]?.breaches ?? 0;
    if (value === null) return { name, breaches: before, value };
    const outside = (above !== undefined && value > above) || (below !== undefined && value < below);
    return { name, breaches: outside ? before + 1 : 0, value };
  });

const measured = (state: JudgeState, look: Measured): JudgeState => {
  const judged = limitSpan(
    {
      ...state,
      seen: plus(state.seen, pairOf(look.stable, look.canary)),
      step: {
        requests: state.step.requests + look.canary.requests,
        stable: state.step.stable + look.stable.requests,
        seconds: state.step.seconds + secondsOf(look),
      },
      timed: state.timed + timedIn(look),
      block: inBlock(state, look),
      guards: guardsAfter(state, look),
      outage: { looks: 0, seconds: 0 },
    },
    look,
  );
  const counted = ofClients(judged, (known) => lookAtClientErrors(known, state.demands, look));
  return counted.block.errors.canary.requests >= requestsPerBlock ? endBlock(counted) : counted;
};

/**
 * The judge of releases: errors and latency by one sequential test each over the whole release, promotion by a bound that holds at any look.
 * See the package's README for the statistics.
 */
export const judge: Judge<JudgeState> = {
  start: (demands, nextShare = 1) => beginBlock(startState(demands, nextShare)),
  nextStep: (state, nextShare = 1) => endBlock({ ...state, nextShare, step: newStep }),
  look: (state, look) =>
    look.outcome === "measured" && sound(look.stable) && sound(look.canary)
      ? measured(state, look)
      : {
          ...state,
          outage: { looks: state.outage.looks + 1, seconds: state.outage.seconds + secondsOf(look) },
        },
  judgement: (state) => {
    const findings = findingsOf(state);
    return { ...verdictOf(findings), findings };
  },
};
