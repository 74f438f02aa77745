import bidiFactory, { type Bidi } from "bidi-js";

/** A part of a line that one font draws in one direction. */
export interface Run {
  readonly text: string;
  /** The index of the font. */
  readonly font: number;
}

// Its types describe the ES module of the package; to Node it is CommonJS, and the import is the factory itself.
const bidi: Bidi = (bidiFactory as unknown as () => Bidi)();

/** Scripts that a font's shaping reorders. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** Belongs to the letter before it: marks, joiners, variation selectors. */
const clings = /[\p{M}\u200c\u200d]/u;

/** Removes invisible direction controls, which a pasted name may hold. */
export const withoutDirections = (text: string): string =>
  text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");

/**
 * Parts of a line from left to right, in drawing order. Within a part the letters are in reading order:
 * fonts join and reorder Arabic letters themselves.
 *
 * @param fontOf finds the font of a letter; the font of the previous letter is preferred
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

/** Rule L2: from the highest level down to the lowest odd one, every run of that level or higher is reversed. */
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

/** Mirrors brackets and other signs that fonts do not mirror themselves. */
const mirrored = (text: string): string => {
  const letters = [...text].map((letter) => bidi.getMirroredCharacter(letter) ?? letter);
  return (rightToLeft.test(text) ? letters : letters.reverse()).join("");
};
