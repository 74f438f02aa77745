import type { CatalogueProduct } from "./product.ts";

/**
 * Folds text to what people mean when they type it: no accents, no capitals, no punctuation. The product's text and the
 * shopper's words are folded by this same function, so matching does not depend on a database's collations.
 */
const fold = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** The words of a search, each once. */
export const searchWords = (query: string): string[] => [...new Set(fold(query))];

/** The text that searches look into: every word of the product with a space before it, so that a hit begins a word. */
export const searchText = (product: Pick<CatalogueProduct, "name" | "tagline" | "description">): string =>
  fold(`${product.name} ${product.tagline} ${product.description}`)
    .map((word) => ` ${word}`)
    .join("");

/** Reports whether all words occur: each at the beginning of a word, so that "tent" finds tents but not "content". */
export const matches = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(` ${word}`));
