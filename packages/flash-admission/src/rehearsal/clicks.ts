import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const mostClicks = 5;

/** The clicks of all shoppers, one to five each, in a random order. */
export const clicksOf = (shoppers: number, seed: number): { shopper: string; click: string }[] => {
  const generator = xoroshiro128plus(seed);
  return Array.from({ length: shoppers }, (_, i) => ({
    shopper: `s${i}`,
    clicks: 1 + Math.floor(mostClicks * uniformFloat64(generator)),
  }))
    .flatMap(({ shopper, clicks }) =>
      Array.from({ length: clicks }, (_, n) => ({ shopper, click: `c${n}`, at: uniformFloat64(generator) })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ shopper, click }) => ({ shopper, click }));
};
