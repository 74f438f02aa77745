import type { Answers, Wish } from "./wish.ts";
import { worthTogether } from "./wish.ts";

/** What a product is found by, and what a hit there is worth. A hit in the name outweighs hits everywhere else. */
export const fieldWorth = { name: 100, category: 40, tagline: 30, facts: 12, description: 10 } as const;
export type Field = keyof typeof fieldWorth;

/** Which terms were found in which fields of a product. */
export type Found = Readonly<Record<string, readonly string[]>>;

/**
 * How well a product answers a search. It depends on the product and the search alone and on no other product, so that a page
 * that was reached by a cursor goes on at the same place in every replica, whatever has been added meanwhile.
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

/** All of them have to be there, in whatever fields. */
const ofAll = (terms: readonly string[], found: Found): number => {
  if (!terms.every((term) => term in found)) return 0;
  const sum = terms.flatMap((term) => found[term] ?? []).reduce((total, field) => total + worthOf(field), 0);
  return (worthTogether * sum) / terms.length;
};

const isField = (field: string): field is Field => Object.hasOwn(fieldWorth, field);
const worthOf = (field: string): number => (isField(field) ? fieldWorth[field] : 0);
