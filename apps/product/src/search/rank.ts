import type { Answers, Wish } from "./wish.ts";
import { worthTogether } from "./wish.ts";

/** The fields of a product and the weight of a hit in each. A hit in the name outweighs all others together. */
export const fieldWorth = { name: 100, category: 40, tagline: 30, facts: 12, description: 10 } as const;
export type Field = keyof typeof fieldWorth;

/** The terms found in each field of a product. */
export type Found = Readonly<Record<string, readonly string[]>>;

/**
 * The score of a product for a search. It depends only on the product and the search, so that a
 * cursor continues at the same place in every replica, whatever was added meanwhile.
 */
export const rankOf = (wishes: readonly Wish[], found: Found): number =>
  Math.round(wishes.reduce((sum, wish) => sum + worthOfWish(wish, found), 0));

const worthOfWish = ({ anyOf, together }: Wish, found: Found): number =>
  Math.max(bestOfAny(anyOf, found), ...together.map((terms) => ofAll(terms, found)));

const bestOfAny = (anyOf: Answers, found: Found): number => {
  const best = new Map<string, number>();
  for (const [term, fields] of Object.entries(found)) {
    const worth = anyOf.get(term);
    if (worth === undefined) continue;
    for (const field of fields) best.set(field, Math.max(best.get(field) ?? 0, worth));
  }
  let sum = 0;
  for (const [field, worth] of best) sum += worthOf(field) * worth;
  return sum;
};

/** All of them must be found, in any fields. */
const ofAll = (terms: readonly string[], found: Found): number => {
  if (!terms.every((term) => term in found)) return 0;
  const sum = terms.flatMap((term) => found[term] ?? []).reduce((total, field) => total + worthOf(field), 0);
  return (worthTogether * sum) / terms.length;
};

const isField = (field: string): field is Field => Object.hasOwn(fieldWorth, field);
const worthOf = (field: string): number => (isField(field) ? fieldWorth[field] : 0);
