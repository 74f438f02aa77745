import { drawOrder } from "../fairness/lot.ts";
import type { Click } from "./crowd.ts";

/** The rules of a sale, each of which can be left out. */
export interface FairnessRules {
  /** Pieces per shopper. */
  perShopper: number;
  /** Shoppers of one address who may take part. */
  perAddress: number;
  /** Shoppers of one device who may take part. */
  perDevice: number;
  /** Only with a page's token from before the opening, and its work done. */
  token: boolean;
  /** What is asked in one tick is drawn by lot; 0: who comes first. */
  tickMilliseconds: number;
  /** The first tick, if it is longer. */
  firstTickMilliseconds: number;
}

/** Every click on its own, as most shops do it. */
export const noRules: FairnessRules = {
  perShopper: Number.POSITIVE_INFINITY,
  perAddress: Number.POSITIVE_INFINITY,
  perDevice: Number.POSITIVE_INFINITY,
  token: false,
  tickMilliseconds: 0,
  firstTickMilliseconds: 0,
};

const inTicks = (clicks: readonly Click[], rules: FairnessRules, seed: string): Click[] => {
  if (rules.tickMilliseconds === 0) return [...clicks];
  const first = Math.max(rules.firstTickMilliseconds, rules.tickMilliseconds);
  const tickOf = ({ milliseconds }: Click): number =>
    milliseconds < first ? 0 : 1 + Math.floor((milliseconds - first) / rules.tickMilliseconds);
  const ticks = Map.groupBy(clicks, tickOf);
  return [...ticks].sort(([a], [b]) => a - b).flatMap(([tick, asked]) => drawOrder(seed, tick, asked));
};

/** Sells the pieces by these rules; tells how many went to people and to bots. */
export const sell = (
  clicks: readonly Click[],
  pieces: number,
  rules: FairnessRules,
  seed: string,
): { people: number; bots: number } => {
  const has = new Map<string, number>();
  const enrolled = new Map<string, Set<string>>();
  const sold = { people: 0, bots: 0 };
  const enrolledAt = (origin: string): Set<string> => {
    const shoppers = enrolled.get(origin) ?? new Set<string>();
    enrolled.set(origin, shoppers);
    return shoppers;
  };
  const mayTakePart = ({ shopper, address, device, ready }: Click): boolean => {
    if (rules.token && !ready) return false;
    const [ofAddress, ofDevice] = [enrolledAt(address), enrolledAt(device)];
    if (ofAddress.has(shopper)) return true;
    if (ofAddress.size >= rules.perAddress || ofDevice.size >= rules.perDevice) return false;
    ofAddress.add(shopper);
    ofDevice.add(shopper);
    return true;
  };
  for (const click of inTicks(clicks.filter(mayTakePart), rules, seed)) {
    if (sold.people + sold.bots === pieces) break;
    const mine = has.get(click.shopper) ?? 0;
    if (mine >= rules.perShopper) continue;
    has.set(click.shopper, mine + 1);
    if (click.bot) sold.bots += 1;
    else sold.people += 1;
  }
  return sold;
};
