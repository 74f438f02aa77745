import { alsoFound, alsoWritten } from "./also-finds.ts";
import { meantBy } from "./misspelling.ts";
import { segmentsOf } from "./segments.ts";
import { bigramsOf, stemOf, wordsOf } from "./terms.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A term of the catalogue that matches a word, and how well: 1 is the word itself. */
export type Answers = ReadonlyMap<string, number>;

/** What a product must have for one typed word. */
export interface Wish {
  /** Any of these matches. */
  readonly anyOf: Answers;
  /** Or all terms of one of these: the characters of a run without spaces, a name of several words. */
  readonly together: readonly (readonly string[])[];
}

/** The score of a term that is not the word itself. */
const worth = { alsoFinds: 0.6, longer: 0.5, compound: 0.5, misspelt: 0.3 };
/** The score of several terms together. */
export const worthTogether = 0.7;

/** A search uses its first words; each costs a scan of the index. */
const maximumWords = 12;

/** What a product must have for a search to find it: a match for every word. */
export const wishesOf = (query: string, vocabulary: Vocabulary): Wish[] =>
  wordsOf(query)
    .slice(0, maximumWords)
    .flatMap(({ text, isUnspaced }) =>
      isUnspaced ? unspacedWishes(text, vocabulary) : spacedWishes(text, vocabulary),
    )
    .slice(0, maximumWords);

const spacedWishes = (word: string, vocabulary: Vocabulary): Wish[] => {
  const stem = stemOf(word);
  const { terms, together } = alsoFound(stem);
  const { longer, compounds } = vocabulary.relativesOf(stem);
  const anyOf = new Map<string, number>([
    ...longer.map((term) => [term, worth.longer] as const),
    ...compounds.map((term) => [term, worth.compound] as const),
    ...terms.map((term) => [term, worth.alsoFinds] as const),
    ...(vocabulary.has(stem) ? [[stem, 1] as const] : []),
  ]);
  if (anyOf.size + together.length > 0) return [{ anyOf, together }];
  const parts = vocabulary.partsOf(word);
  if (parts !== undefined) return parts.flatMap((part) => spacedWishes(part, vocabulary));
  return [misspeltWish(word, vocabulary)];
};

/** The word does not occur: it may be a misspelt term of the catalogue or a misspelt synonym. */
const misspeltWish = (word: string, vocabulary: Vocabulary): Wish => {
  const stem = stemOf(word);
  const asWritten = meantBy(word, alsoWritten.keys()).map((written) => alsoWritten.get(written) ?? written);
  const asStem = meantBy(stem, [...vocabulary.all(), ...alsoWritten.values()]);
  const meant = [...new Set([...asStem, ...asWritten])];
  const found = meant.map(alsoFound);
  return {
    anyOf: new Map([
      ...found.flatMap(({ terms }) => terms).map((term) => [term, worth.misspelt * worth.alsoFinds] as const),
      ...meant.map((term) => [term, worth.misspelt] as const),
    ]),
    together: found.flatMap(({ together }) => together),
  };
};

/** The pieces of a run that match in the catalogue, or, if there are none, a condition that no product meets. */
const unspacedWishes = (run: string, vocabulary: Vocabulary): Wish[] => {
  const wishes = segmentsOf(run).map((piece) => pieceWish(piece, vocabulary));
  const answered = wishes.filter(({ anyOf, together }) => anyOf.size + together.length > 0);
  return answered.length > 0 ? answered : wishes.slice(0, 1);
};

/** Of characters that form no known word, the known pairs of adjacent ones count. */
const pieceWish = (piece: string, vocabulary: Vocabulary): Wish => {
  const { terms, together } = alsoFound(piece);
  const neighbours = bigramsOf(piece).filter((term) => vocabulary.has(term));
  const known = (term: string) => vocabulary.has(term);
  return {
    anyOf: new Map(terms.filter(known).map((term) => [term, worth.alsoFinds])),
    together: [...together.filter((all) => all.every(known)), ...(neighbours.length > 0 ? [neighbours] : [])],
  };
};
