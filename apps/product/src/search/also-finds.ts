import { catalogueWords } from "./catalogue-words.ts";
import { stemOf, termsOf } from "./terms.ts";

/** The synonyms of a word. */
export interface Also {
  /** Any of these terms matches. */
  readonly terms: readonly string[];
  /** Or all terms of one of these names of several words. */
  readonly together: readonly (readonly string[])[];
}

const nothing: Also = { terms: [], together: [] };
const keyOf = (word: string): string => (termsOf(word).length > 1 ? word : stemOf(word));

const also = new Map(
  Object.entries(catalogueWords.alsoFinds).map(([word, found]): [string, Also] => {
    const names = found.map(termsOf);
    return [
      keyOf(word),
      {
        terms: names.filter(({ length }) => length === 1).flat(),
        together: names.filter(({ length }) => length > 1),
      },
    ];
  }),
);

/** The synonyms of a stem, or of a run in a script without spaces. */
export const alsoFound = (key: string): Also => also.get(key) ?? nothing;

export const hasMore = (key: string): boolean => also.has(key);

/** The words as written, each with its key: a misspelt word is compared with both. */
export const alsoWritten: ReadonlyMap<string, string> = new Map(
  Object.keys(catalogueWords.alsoFinds).map((word) => [word, keyOf(word)]),
);

export const longestAlso = Math.max(...[...also.keys()].map((word) => [...word].length));
