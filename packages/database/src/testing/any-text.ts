import fc from "fast-check";

/** Texts known to break databases: scripts, quotes, wildcards, surrogate pairs, endings, odd spaces. */
const known = [
  ...["王小明", "𠮷野家 👨‍👩‍👧 🏳️‍🌈", "Ελένη", "عُمان", "Zoe\u0308", "ﬁ", "Straße", "STRASSE", "İı", "é", "e"],
  ...['O\'Brien "x" `y`', "a\\", "\\'; drop table orders; --", "50% _off_", "?", ":name", "$1", "{}", "[]"],
  ...[
    "null",
    "0",
    "\u00a0x\u00a0",
    "a\u200b",
    "\ufeffx",
    "\uffff",
    "\u{10ffff}",
    "x ",
    " x",
    "\ud800",
    "\u0000",
  ],
];

/** Texts from outside, up to so many UTF-16 units: what a schema makes of them is then kept. */
export const anyText = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...known),
    fc.string({ unit: "grapheme", maxLength: Math.min(most, 40) }),
    fc.string({ unit: "binary", maxLength: Math.min(most, 40) }),
    fc.constantFrom("x", "李", "👍", "e\u0301", " ").map((letter) => letter.repeat(most).slice(0, most)),
  );

/**
 * Why a column of so many characters would not return a text unchanged, on either server; undefined when it would. MySQL and
 * MariaDB count characters, have no form for half a pair, compare without the spaces at the end (in most collations), and clients may
 * normalise: what is composed and trimmed is the same everywhere.
 */
export const damagedBy = (text: string, columnCharacters: number): string | undefined => {
  if (!text.isWellFormed()) return "no UTF-8 says it";
  if ([...text].length > columnCharacters) return `longer than ${columnCharacters} characters`;
  if (text !== text.trim()) return "has spaces at an end";
  if (text !== text.normalize("NFC")) return "is not composed";
  return text.includes("\u0000") ? "holds a zero" : undefined;
};
