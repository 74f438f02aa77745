import bidiFactory, { type Bidi } from "bidi-js";

/** A part of a line that one font draws in one direction. */
export interface Run {
  readonly text: string;
  /** Which of the fonts. */
  readonly font: number;
}

// Its types describe the ES module of the package; to Node it is CommonJS, and the import is the factory itself.
const bidi: Bidi = (bidiFactory as unknown as () => Bidi)();

/** Scripts that a font's shaping turns round by itself. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** Stays with the letter before it: marks, joiners, variation selectors. */
const clings = /[\p{M}\u200c\u200d]/u;

/** Takes out what would turn the rest of a line round; a pasted name may hold it unseen. */
export const withoutDirections = (text: string): string =>
  text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");

/**
 * Parts of a line from left to right, as they are drawn one after the other. Within a part the letters stand in the order in which
 * they are read: fonts join Arabic letters and turn them round themselves.
 *
 * @param fontOf which font has this letter; asked first is the one of the letter before
 * @see UAX #9, Unicode Bidirectional Algorithm
 */
export const visualRuns = (
  text: string,
  fontOf: (letter: string, before: number | undefined) => number,
): Run[] => {
  const { levels } = bidi.getEmbeddingLevels(text);
  const logical: { text: string; font: number; level: number }[] = [];
  let at = 0;
  for (const letter of text) {
    const level = levels[at] ?? 0;
    const last = logical.at(-1);
    const font = last !== undefined && clings.test(letter) ? last.font : fontOf(letter, last?.font);
    if (last !== undefined && last.font === font && last.level === level) last.text += letter;
    else logical.push({ text: letter, font, level });
    at += letter.length;
  }
  return turned(logical).map(({ text: part, font, level }) => ({
    font,
    text: level % 2 === 0 ? part : mirrored(part),
  }));
};

/** Rule L2: from the highest level down to the lowest odd one, every stretch of that level or higher is turned round. */
const turned = <T extends { readonly level: number }>(runs: readonly T[]): T[] => {
  const line = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1)
    for (let start = 0; start < line.length; start += 1) {
      let end = start;
      while ((line[end]?.level ?? -1) >= level) end += 1;
      if (end === start) continue;
      line.splice(start, end - start, ...line.slice(start, end).reverse());
      start = end;
    }
  return line;
};

/** Brackets the other way round; signs that no font turns by itself are turned here. */
const mirrored = (text: string): string => {
  const letters = [...text].map((letter) => bidi.getMirroredCharacter(letter) ?? letter);
  return (rightToLeft.test(text) ? letters : letters.reverse()).join("");
};
