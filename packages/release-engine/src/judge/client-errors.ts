/**
 * Whether the canary refuses requests that the stable version takes: replies of 4xx. They are a caller's fault as often as a version's, and one
 * caller repeats them; so they are tested like slow requests, on their own bound, and their evidence grows only so much in four minutes.
 */
import { asksBy, isMostlyUnknown, suspicious } from "./asks.ts";
import { nothing, plus, ratesToBetOn } from "./contrast.ts";
import { limited, limits, logsOfMany } from "./evidence.ts";
import type { Demands, Finding } from "./judgement.ts";
import type { Counts } from "./look.ts";
import { settle, worth } from "./stakes.ts";
import type { ClientErrors, JudgeState } from "./state.ts";

/** One caller that is refused goes on for minutes: so many seconds count for no more than a factor of `mostPerSpan`. */
const spanSeconds = 240;
/** It takes nine spans to ask for rollback. */
const mostPerSpan = ({ falseRollback }: Pick<Demands, "falseRollback">): number =>
  Math.max(falseRollback, 1e-6) ** -0.2;
/** Refusals that are taken as seen before the first request: half of one in so many requests. */
const requestsBefore = 200;
const refusedBefore = 0.5;
/** Rates above it are not bet on. */
const mostRefused = 0.97;
const bets = 3;

/** What to bet on in the block that begins. `share`: of its requests, the canary's. */
export const chooseClientBets = (
  known: ClientErrors,
  { clientErrorTolerance = 0 }: Demands,
  share: number,
): ClientErrors => {
  const { stable } = known.usual;
  const usual = (stable.bad + refusedBefore) / (stable.requests + requestsBefore);
  const tolerance = Math.max(clientErrorTolerance, 1e-6);
  const canary = ratesToBetOn(usual, tolerance, share, mostRefused, bets);
  return { ...known, pair: nothing, bets: { stable: usual, tolerated: usual + tolerance, canary } };
};

const worthOf = (known: ClientErrors, demands: Demands): number =>
  worth(known.test.stakes, logsOfMany(known, mostPerSpan(demands)));

type Window = {
  readonly from: string;
  readonly to: string;
  readonly stable: Counts;
  readonly canary: Counts;
};

/** Counts a look in which replies were told apart by status; one that was not says nothing. */
export const lookAtClientErrors = (
  known: ClientErrors,
  demands: Demands,
  { from, to, stable, canary }: Window,
): ClientErrors => {
  if (stable.clientErrors === undefined || canary.clientErrors === undefined) return known;
  const seen = {
    stable: { requests: stable.requests, bad: stable.clientErrors },
    canary: { requests: canary.requests, bad: canary.clientErrors },
  };
  const start = known.span ?? from;
  const lasted = (Date.parse(to) - Date.parse(start)) / 1000;
  const over = lasted < 0 || lasted >= spanSeconds;
  const counted = { ...known, seen: plus(known.seen, seen), pair: plus(known.pair, seen) };
  const { test, now } = limited(known.test, worthOf(counted, demands), mostPerSpan(demands));
  return { ...counted, test: over ? { ...test, worthBefore: now } : test, span: over ? to : start };
};

/** Takes the block into what is known. */
export const endClientBlock = (known: ClientErrors, demands: Demands): ClientErrors => ({
  ...known,
  usual: plus(known.usual, known.pair),
  test: { ...known.test, stakes: settle(known.test.stakes, logsOfMany(known, mostPerSpan(demands))) },
});

/** What is found; nothing where the plan does not ask for it. */
export const clientErrorFindings = ({
  clientErrors: known,
  demands,
  seen,
}: JudgeState): readonly Finding[] => {
  if (known === undefined) return [];
  const { stable, canary } = known.seen;
  const eValue = worthOf(known, demands);
  const threshold = limits(demands).clientErrors;
  const asks = asksBy(eValue, threshold);
  const untold = isMostlyUnknown(canary.requests, seen.canary.requests);
  return [
    {
      rule: "client errors",
      asks: untold && asks === "promote" ? "hold" : asks,
      numbers: {
        canaryRequests: canary.requests,
        canaryClientErrors: canary.bad,
        stableRequests: stable.requests,
        stableClientErrors: stable.bad,
        canaryUntold: seen.canary.requests - canary.requests,
        tolerance: demands.clientErrorTolerance ?? null,
        eValue,
        holdsFrom: suspicious,
        threshold,
      },
    },
  ];
};
