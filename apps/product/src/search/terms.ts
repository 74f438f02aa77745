import { stemmer } from "stemmer";
import { fold } from "../domain/search-words.ts";
import { catalogueWords } from "./catalogue-words.ts";

/** Scripts without spaces between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/u;
const runs = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/gu;

const stopWords = new Set(catalogueWords.stopWords);
const singulars = new Map(Object.entries(catalogueWords.singulars));

/** A piece of text: one word, or a run of characters in a script without spaces. */
export interface Word {
  readonly text: string;
  readonly isUnspaced: boolean;
}

/** The words of a text, folded, without stop words. */
export const wordsOf = (text: string): Word[] =>
  fold(text.replaceAll("×", "x"))
    .flatMap((word) => word.match(runs) ?? [])
    .filter((word) => !stopWords.has(word))
    .map((word) => ({ text: word, isUnspaced: unspaced.test(word) }));

/** The stem that a word shares with its plural and its other endings. */
export const stemOf = (word: string): string => {
  const singular = singulars.get(word) ?? word;
  return /^[a-z]+$/.test(singular) ? stemmer(singular) : singular;
};

/** Pairs of adjacent characters; a single character stays alone. */
export const bigramsOf = (run: string): string[] => {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
};

/** The index terms of a text: stems; of runs without spaces every character and every pair of adjacent ones. */
export const termsOf = (text: string): string[] =>
  wordsOf(text).flatMap(({ text: word, isUnspaced }) =>
    isUnspaced ? [...new Set([...word, ...bigramsOf(word)])] : [stemOf(word)],
  );
