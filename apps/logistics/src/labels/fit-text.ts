/** The width of a text at a size. */
export type Measure = (text: string, size: number) => number;

/** Lines of text, and the size at which they fit. */
export interface Fitted {
  readonly size: number;
  readonly lines: readonly string[];
}

/** Sets a text at the largest size at which it takes at most so many lines; words longer than a line are cut. */
export const fitText = (
  text: string,
  box: { readonly width: number; readonly lines: number; readonly size: number; readonly smallest: number },
  measure: Measure,
): Fitted => {
  for (let size = box.size; size > box.smallest; size -= 0.5) {
    const lines = wrap(text, box.width, (part) => measure(part, size));
    if (lines.length <= box.lines) return { size, lines };
  }
  const size = box.smallest;
  return { size, lines: wrap(text, box.width, (part) => measure(part, size)).slice(0, box.lines) };
};

const wrap = (text: string, width: number, measure: (part: string) => number): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((part) => cut(part, width, measure))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (measure(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
};

const cut = (word: string, width: number, measure: (part: string) => number): string[] => {
  const parts: string[] = [];
  let part = "";
  for (const letter of word) {
    if (part !== "" && measure(part + letter) > width) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part];
};

/** Letters that do not decompose into a base letter and a mark. */
const plain: Readonly<Record<string, string>> = {
  Ł: "L",
  ł: "l",
  Đ: "D",
  đ: "d",
  ı: "i",
  ħ: "h",
  Ħ: "H",
  ﬁ: "fi",
};

/** Replaces letters that no font has: by the letter without marks, or by `?`. */
export const inLettersOf = (has: (codePoint: number) => boolean, text: string): string => {
  const known = (part: string) => [...part].every((letter) => has(letter.codePointAt(0) ?? 0));
  return [...text.normalize("NFC")]
    .map((letter) => {
      if (known(letter)) return letter;
      const bare = plain[letter] ?? letter.normalize("NFKD").replaceAll(/\p{M}/gu, "");
      return bare !== "" && known(bare) ? bare : "?";
    })
    .join("");
};
