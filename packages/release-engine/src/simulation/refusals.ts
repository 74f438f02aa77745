import type { Counts } from "../judge/look.ts";
import type { Cell } from "./cells.ts";
import type { Random } from "./random.ts";

const day = 24 * 3600;
/** Every half hour or so a customer comes whose requests are wrong, four of five of them, for ten minutes. */
const customer = { every: 1800, seconds: 600, refused: 0.8 };
/** Of the service's requests, what such a customer sends; at least one a minute. */
const part = 0.05;

interface Pair {
  readonly stable: Counts;
  readonly canary: Counts;
}

const within = (from: number, to: number, start: number, seconds: number): number =>
  Math.max(0, Math.min(to, start + seconds) - Math.max(from, start));

const more = (counts: Counts, requests: number, refused: number): Counts => ({
  ...counts,
  requests: counts.requests + requests,
  clientErrors: (counts.clientErrors ?? 0) + refused,
});

/** Which of the requests of a window are refused by 4xx, and what such customers add to them. */
export const serveRefusals = (
  { refused, rate }: Cell,
  random: Random,
): ((from: number, to: number, share: number, pair: Pair) => Pair & { readonly hurt: number }) => {
  if (refused === undefined) return (_from, _to, _share, pair) => ({ ...pair, hurt: 0 });
  const { usual, excess, customers } = refused;
  const visits: { readonly at: number; readonly bucket: number }[] = [];
  if (customers)
    for (let at = 0; at < day; ) {
      at -= Math.log(1 - random.uniform()) * customer.every;
      visits.push({ at, bucket: random.uniform() });
    }
  const perMinute = Math.max(1, rate * part);
  const wrong = (from: number, to: number, isOf: (bucket: number) => boolean) => {
    const seconds = visits.reduce(
      (sum, { at, bucket }) => (isOf(bucket) ? sum + within(from, to, at, customer.seconds) : sum),
      0,
    );
    const requests = random.poisson((perMinute * seconds) / 60);
    return { requests, refused: random.binomial(requests, customer.refused) };
  };
  return (from, to, share, { stable, canary }) => {
    const ofStable = random.binomial(stable.requests - stable.errors, usual);
    const ofCanary = random.binomial(canary.requests - canary.errors, usual);
    const hurt = random.binomial(canary.requests - canary.errors - ofCanary, excess / (1 - usual));
    const [before, fresh] = [
      wrong(from, to, (bucket) => bucket >= share),
      wrong(from, to, (bucket) => bucket < share),
    ];
    return {
      stable: more(stable, before.requests, ofStable + before.refused),
      canary: more(canary, fresh.requests, ofCanary + hurt + fresh.refused),
      hurt,
    };
  };
};
