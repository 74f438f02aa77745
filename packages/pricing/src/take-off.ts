import type { Benefit } from "@caravan/contracts";
import { shareOf, spread } from "./spread.ts";

/** A matching line, with what the promotions before have left of it. */
export interface Rest {
  readonly sku: string;
  readonly quantity: number;
  readonly cents: number;
}

type Of<Type extends Benefit["type"]> = Extract<Benefit, { type: Type }>;

/**
 * What a benefit takes off each of these lines, in whole cents and never more than is left of it. The lines come in the order of their
 * SKUs, by which everything that is equal is decided.
 */
export const takeOff = (benefit: Benefit, lines: readonly Rest[]): number[] => {
  switch (benefit.type) {
    case "amount":
      return amount(benefit, lines);
    case "percent":
      return percent(benefit.percent, lines);
    case "buy-get":
      return buyGet(benefit, lines);
    case "bundle":
      return bundle(benefit, lines);
    case "tiers":
      return percent(tierOf(benefit, lines), lines);
  }
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const piecesOf = (lines: readonly Rest[]): number => sum(lines.map(({ quantity }) => quantity));

const amount = ({ amount: { amountCents } }: Of<"amount">, lines: readonly Rest[]): number[] => {
  const left = lines.map(({ cents }) => cents);
  return spread(Math.min(amountCents, sum(left)), left);
};

const percent = (percents: number, lines: readonly Rest[]): number[] =>
  lines.map(({ cents }) => shareOf(cents, percents, 100));

/** The percentage of the highest tier that these lines reach; 0 below the first. */
const tierOf = ({ tiers }: Of<"tiers">, lines: readonly Rest[]): number => {
  const pieces = piecesOf(lines);
  return tiers.findLast(({ from }) => from <= pieces)?.percent ?? 0;
};

/** Of all matching pieces the cheapest are free. A piece costs what is left of its line, divided by its pieces. */
const buyGet = ({ buy, free }: Of<"buy-get">, lines: readonly Rest[]): number[] => {
  let left = Math.floor(piecesOf(lines) / (buy + free)) * free;
  const off = new Map<string, number>();
  for (const { sku, quantity, cents } of lines.toSorted(cheaperFirst)) {
    const pieces = Math.min(left, quantity);
    left -= pieces;
    off.set(sku, shareOf(cents, pieces, quantity));
  }
  return lines.map(({ sku }) => off.get(sku) ?? 0);
};

/** By the price of a piece, without dividing. */
const cheaperFirst = (a: Rest, b: Rest): number => {
  const [one, other] = [BigInt(a.cents) * BigInt(b.quantity), BigInt(b.cents) * BigInt(a.quantity)];
  return one === other ? (a.sku < b.sku ? -1 : 1) : one < other ? -1 : 1;
};

const bundle = ({ skus, price }: Of<"bundle">, lines: readonly Rest[]): number[] => {
  const parts = lines.filter(({ sku }) => skus.includes(sku));
  const sets = parts.length < skus.length ? 0 : Math.min(...parts.map(({ quantity }) => quantity));
  const values = parts.map(({ cents, quantity }) => shareOf(cents, sets, quantity));
  const shares = spread(Math.max(0, sum(values) - sets * price.amountCents), values);
  const off = new Map(parts.map(({ sku }, at) => [sku, shares[at] ?? 0]));
  return lines.map(({ sku }) => off.get(sku) ?? 0);
};
