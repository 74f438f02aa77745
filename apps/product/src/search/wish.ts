import { catalogueWords } from "./catalogue-words.ts";
import { bigramsOf, stemOf, termsOf, type Word, wordsOf } from "./terms.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A term of the catalogue that answers a word, and how well: 1 is the word itself. */
export type Answers = ReadonlyMap<string, number>;

/** What a product must have for one word that was typed. */
export interface Wish {
  /** Any of these is enough. */
  readonly anyOf: Answers;
  /** Or all terms of one of these: the characters of a run without spaces, a name of several words. */
  readonly together: readonly (readonly string[])[];
  /** Nothing in the catalogue is written like this: what differs by a letter will do. */
  readonly nearly: string | undefined;
}

/** How well a term answers that is not the word itself. */
const worth = { alsoFinds: 0.6, longer: 0.5, compound: 0.5, swapped: 0.4 };
/** How well terms answer that differ by a letter, or taken together. */
export const worthNearly = 0.3;
export const worthTogether = 0.7;

/** A search is answered by its first words; every one costs a look through the index. */
const maximumWords = 12;
/** In shorter words one letter makes too much of a difference. */
const shortestMisspelt = 4;

const also = new Map(
  Object.entries(catalogueWords.alsoFinds).map(([word, found]) => {
    const names = found.map(termsOf);
    return [
      termsOf(word).length > 1 ? word : stemOf(word),
      {
        terms: names.filter(({ length }) => length === 1).flat(),
        together: names.filter(({ length }) => length > 1),
      },
    ];
  }),
);
const nothing = { terms: [], together: [] };
const longestUnspaced = Math.max(...[...also.keys()].map((word) => [...word].length));

/** What a product must have for a search to find it: something for every word. */
export const wishesOf = (query: string, vocabulary: Vocabulary): Wish[] =>
  wordsOf(query)
    .flatMap(segments)
    .slice(0, maximumWords)
    .flatMap(({ text, isUnspaced }) => (isUnspaced ? [unspacedWish(text)] : spacedWishes(text, vocabulary)));

const spacedWishes = (word: string, vocabulary: Vocabulary): Wish[] => {
  const stem = stemOf(word);
  const { terms, together } = also.get(stem) ?? nothing;
  const { longer, compounds } = vocabulary.relativesOf(stem);
  const anyOf = new Map<string, number>([
    ...longer.map((term) => [term, worth.longer] as const),
    ...compounds.map((term) => [term, worth.compound] as const),
    ...terms.map((term) => [term, worth.alsoFinds] as const),
    ...(vocabulary.has(stem) ? [[stem, 1] as const] : []),
  ]);
  if (anyOf.size + together.length > 0) return [{ anyOf, together, nearly: undefined }];
  const parts = vocabulary.partsOf(word);
  if (parts !== undefined) return parts.flatMap((part) => spacedWishes(part, vocabulary));
  const swapped = new Map(vocabulary.swapsOf(stem).map((term) => [term, worth.swapped]));
  const isWord = stem.length >= shortestMisspelt && !/[0-9]/.test(stem);
  return [{ anyOf: swapped, together: [], nearly: isWord ? stem : undefined }];
};

const unspacedWish = (run: string): Wish => {
  const { terms, together } = also.get(run) ?? nothing;
  return {
    anyOf: new Map(terms.map((term) => [term, worth.alsoFinds])),
    together: [...together, bigramsOf(run)],
    nearly: undefined,
  };
};

/** Cuts a run without spaces at the words that are known, the longest first: 露营帐篷 asks for 露营 and 帐篷. */
const segments = (word: Word): Word[] => {
  if (!word.isUnspaced) return [word];
  const cut: string[] = [];
  let rest = "";
  const characters = [...word.text];
  for (let at = 0; at < characters.length; ) {
    const known = longestKnown(characters, at);
    if (known === undefined) {
      rest += characters[at];
      at += 1;
      continue;
    }
    if (rest !== "") cut.push(rest);
    rest = "";
    cut.push(known);
    at += [...known].length;
  }
  if (rest !== "") cut.push(rest);
  return cut.map((text) => ({ text, isUnspaced: true }));
};

const longestKnown = (characters: readonly string[], at: number): string | undefined => {
  for (let length = longestUnspaced; length > 0; length -= 1) {
    const candidate = characters.slice(at, at + length).join("");
    if (also.has(candidate)) return candidate;
  }
  return undefined;
};
