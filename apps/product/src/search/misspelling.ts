/** Slips of typing, the likeliest first. */
const slips = ["swapped", "missing", "doubled", "other", "extra"] as const;
type Slip = (typeof slips)[number];

/** Shorter words are misspelt only by a missing vowel. */
const shortestMisspelt = 4;
/** Shorter words have no extra letter, and only wrong vowels: `wine` is not `wind`. */
const shortestWrongLetter = 5;
/** Shorter words begin with the intended letter: `zelt` is not `felt`. */
const shortestWrongBeginning = 6;
const vowels = /[aeiouy]/;

/** The single slip between two words. The shorter a word, the more words differ from it by a letter. */
export const slipOf = (typed: string, meant: string): Slip | undefined => {
  if (Math.abs(typed.length - meant.length) > 1) return undefined;
  const shorter = Math.min(typed.length, meant.length);
  let start = 0;
  while (start < shorter && typed[start] === meant[start]) start += 1;
  let end = 0;
  while (end < shorter - start && typed.at(-1 - end) === meant.at(-1 - end)) end += 1;
  const wrong = typed.slice(start, typed.length - end);
  const right = meant.slice(start, meant.length - end);
  if (wrong.length === 2 && wrong[0] === right[1] && wrong[1] === right[0]) return "swapped";
  if (wrong.length > 1 || right.length > 1 || wrong === right) return undefined;
  if (typed.length < shortestMisspelt) {
    // `bgs` for `bags`.
    const lacksItsVowel = !vowels.test(typed) && wrong === "" && vowels.test(right);
    return lacksItsVowel && start > 0 && end > 0 ? "missing" : undefined;
  }
  if (typed.length < shortestWrongBeginning && start === 0) return undefined;
  if (wrong === "") return "missing";
  if (right === "" && wrong === typed[start - 1]) return "doubled";
  if (typed.length < shortestWrongLetter && !(vowels.test(wrong) && vowels.test(right))) return undefined;
  return right === "" ? "extra" : "other";
};

/** The known words from which the likeliest slip makes this one. A word with digits is a number, not misspelt. */
export const meantBy = (typed: string, known: Iterable<string>): string[] => {
  if (/[0-9]/.test(typed)) return [];
  const bySlip = new Map<Slip, string[]>();
  for (const word of known) {
    const slip = slipOf(typed, word);
    if (slip !== undefined) bySlip.set(slip, [...(bySlip.get(slip) ?? []), word]);
  }
  return slips.map((slip) => bySlip.get(slip)).find((words) => words !== undefined) ?? [];
};
