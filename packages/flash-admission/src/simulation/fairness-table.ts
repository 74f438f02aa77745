import { type Crowd, clicksOf } from "./crowd.ts";
import { type FairnessRules, noRules, sell } from "./sell.ts";

const limits = { ...noRules, perShopper: 1 };
const addresses = { ...limits, perAddress: 1 };
/** Of bots that keep their cookies: those that do not are new devices, and get what they get without this limit. */
const devices = { ...addresses, perDevice: 1 };
const token = { ...addresses, token: true };
const lot = { ...token, tickMilliseconds: 100 };

/** The rules one after the other, each on top of those before. */
export const steps: readonly (readonly [name: string, rules: FairnessRules])[] = [
  ["no rules", noRules],
  ["one piece per shopper", limits],
  ["+ one shopper per address", addresses],
  ["+ token of the page, with its work", token],
  ["+ lot within 100 ms", lot],
  ["+ lot over the first 3 s", { ...lot, firstTickMilliseconds: 3000 }],
  ["one shopper per address, and per device of bots that keep their cookies", devices],
  [
    "lot over the first 3 s, and one piece per shopper, alone",
    { ...limits, tickMilliseconds: 100, firstTickMilliseconds: 3000 },
  ],
];

/** The share of pieces that people get under each step of the rules, from 0 to 1, over some seeds. */
export const fairnessTable = (crowd: Crowd, seeds: readonly number[]) => {
  const totals = steps.map(([name, rules]) => ({ name, rules, people: 0, sold: 0 }));
  for (const seed of seeds) {
    const clicks = clicksOf(crowd, seed);
    for (const total of totals) {
      const { people, bots } = sell(clicks, crowd.pieces, total.rules, `seed ${seed}`);
      total.people += people;
      total.sold += people + bots;
    }
  }
  return totals.map(({ name, people, sold }) => ({ name, share: people / sold }));
};
