import MiniSearch, { type Query } from "minisearch";
import type { Hit, SearchableProduct, SearchPlace } from "../dependencies.ts";
import { type Field, fieldWorth, rankOf } from "./rank.ts";
import { termsOf } from "./terms.ts";
import { Vocabulary } from "./vocabulary.ts";
import { type Wish, wishesOf } from "./wish.ts";

interface Kept {
  readonly category: string;
  readonly changedAt: number;
}

/** Terms are stems already when searching. */
const asItIs = { tokenize: (term: string) => [term], processTerm: (term: string) => term };

/** The words of all products, in this process's memory. */
export class SearchIndex {
  private readonly kept = new Map<string, Kept>();
  private readonly vocabulary = new Vocabulary();
  private readonly words: MiniSearch<SearchableProduct>;

  constructor() {
    const add = (term: string) => {
      this.vocabulary.add(term);
      return term;
    };
    this.words = new MiniSearch<SearchableProduct>({
      fields: Object.keys(fieldWorth),
      extractField: (product, field) => textOf(product, field),
      tokenize: termsOf,
      processTerm: add,
      logger: () => {},
    });
  }

  get size(): number {
    return this.kept.size;
  }

  get terms(): number {
    return this.vocabulary.size;
  }

  /** Adds or updates a product. */
  put(product: SearchableProduct): void {
    const changedAt = product.changedAt.getTime();
    const known = this.kept.get(product.id);
    if (known?.changedAt === changedAt) return;
    if (known !== undefined) this.words.discard(product.id);
    this.words.add(product);
    this.kept.set(product.id, { category: product.category, changedAt });
  }

  /** The best hits after a position, the newest first among equals. */
  find(query: string, place: SearchPlace): Hit[] {
    const wishes = wishesOf(query, this.vocabulary);
    if (wishes.length === 0) return [];
    const { category, after, limit } = place;
    return this.words
      .search({ combineWith: "AND", queries: wishes.map(queryOf) }, asItIs)
      .filter(({ id }) => category === undefined || this.kept.get(id)?.category === category)
      .map((result): Hit => ({ id: result.id, rank: rankOf(wishes, result.match) }))
      .filter((hit) => after === undefined || inOrder(after, hit) < 0)
      .sort(inOrder)
      .slice(0, limit);
  }
}

const textOf = (product: SearchableProduct, field: string): string => {
  const texts: Readonly<Record<Field | "id", () => string>> = {
    id: () => product.id,
    name: () => product.name,
    category: () => product.categoryName,
    tagline: () => product.tagline,
    facts: () => product.facts.map(({ name, value }) => `${name} ${value}`).join(" "),
    description: () => product.description,
  };
  return texts[field as Field | "id"]();
};

const queryOf = ({ anyOf, together }: Wish): Query => ({
  combineWith: "OR",
  queries: [
    ...anyOf.keys(),
    ...together.map((terms): Query => ({ combineWith: "AND", queries: [...terms] })),
  ],
});

const inOrder = (one: Hit, other: Hit): number =>
  other.rank - one.rank || (one.id === other.id ? 0 : one.id < other.id ? 1 : -1);
