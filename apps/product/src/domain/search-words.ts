import type { CatalogueProduct } from "./product.ts";

/** Folds text to what people mean when they type it: words without accents, capitals and punctuation. */
export const fold = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .replace(/['’]/g, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** The article numbers in a search, as the catalogue writes them: `car 0001` asks for `CAR-0001`. */
export const articleNumbers = (query: string): string[] => [
  ...new Set(
    [
      ...query.normalize("NFKC").matchAll(/(?<![\p{L}\p{N}])([a-z]{3})[-‐–\s]?([0-9]{4})(?![\p{L}\p{N}])/giu),
    ].map(([, letters = "", digits = ""]) => `${letters.toUpperCase()}-${digits}`),
  ),
];

/** Only the release before searches this text; the column goes when it is no longer supported. */
export const searchText = (product: Pick<CatalogueProduct, "name" | "tagline" | "description">): string =>
  fold(`${product.name} ${product.tagline} ${product.description}`)
    .map((word) => ` ${word}`)
    .join("");
