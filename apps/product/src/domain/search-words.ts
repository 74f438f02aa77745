/** Folds text to words without accents, capitals and punctuation. */
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

/** Every article number of this shop begins with it. */
const shopPrefix = "CAR";

/**
 * The article numbers in a search, in the catalogue's notation: `car 0001` and `car-1` mean `CAR-0001`, and so does `0001`
 * on its own.
 */
export const articleNumbers = (query: string): string[] => {
  const text = query.normalize("NFKC");
  const bare = text.match(/^\s*#?([0-9]{4})\s*$/u)?.[1];
  if (bare !== undefined) return [`${shopPrefix}-${bare}`];
  const written = text.matchAll(/(?<![\p{L}\p{N}])([a-z]{3})[-‐–\s]?([0-9]{1,4})(?![\p{L}\p{N}])/giu);
  return [
    ...new Set(
      Array.from(
        written,
        ([, letters = "", digits = ""]) => `${letters.toUpperCase()}-${digits.padStart(4, "0")}`,
      ),
    ),
  ];
};
