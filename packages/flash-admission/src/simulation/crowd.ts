import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** What the simulation assumes; all of it is a guess about a crowd, none of it is measured. */
export interface Crowd {
  shoppers: number;
  /** Of the shoppers. */
  botShare: number;
  pieces: number;
  botClicksPerSecond: number;
  /** Bots that share one address. People have one of their own. */
  botsPerAddress: number;
  /** Bots that share one device, by the cookie that it keeps. People have one of their own. */
  botsPerDevice: number;
  /** Bots that run on one core, which solves their challenges one after the other. */
  botsPerCore: number;
  /** Time on one core for one challenge. */
  solveSeconds: number;
  /** How long before the opening pages hand out challenges. */
  issuedBeforeSeconds: number;
}

/** The crowd of the printed table. */
export const crowd: Crowd = {
  shoppers: 20_000,
  botShare: 0.1,
  pieces: 1000,
  botClicksPerSecond: 100,
  botsPerAddress: 4,
  botsPerDevice: 10,
  botsPerCore: 100,
  solveSeconds: 2,
  issuedBeforeSeconds: 60,
};

/** One click that reaches the shop. */
export interface Click {
  shopper: string;
  bot: boolean;
  address: string;
  device: string;
  /** After the opening. */
  milliseconds: number;
  /** Whether the shopper has a page token from before the opening, with its work done. */
  ready: boolean;
}

const clickSeconds = 4;

/** Every click of the first seconds, oldest first. Bots click evenly from the opening on, people react, once to five times. */
export const clicksOf = (of: Crowd, seed: number): Click[] => {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const bots = Math.round(of.shoppers * of.botShare);
  const solvedPerCore = Math.floor(of.issuedBeforeSeconds / of.solveSeconds);
  const clicks: Click[] = [];
  for (let i = 0; i < of.shoppers; i++) {
    const bot = i < bots;
    const address = bot ? `farm${Math.floor(i / of.botsPerAddress)}` : `home${i}`;
    const device = bot ? `rack${Math.floor(i / of.botsPerDevice)}` : `phone${i}`;
    const ready = !bot || i % of.botsPerCore < solvedPerCore;
    const line = bot ? 2 + 8 * uniform() : 30 + 170 * uniform();
    const first = bot ? 0 : 700 * Math.exp(0.5 * normal());
    const gap = bot ? 1000 / of.botClicksPerSecond : 600;
    const count = bot ? clickSeconds * of.botClicksPerSecond : 1 + Math.floor(5 * uniform());
    const whose = { shopper: `s${i}`, bot, address, device, ready };
    for (let click = 0; click < count; click++)
      clicks.push({ ...whose, milliseconds: first + line + click * gap });
  }
  return clicks.sort((a, b) => a.milliseconds - b.milliseconds);
};
