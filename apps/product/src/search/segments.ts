import { hasMore, longestAlso } from "./also-finds.ts";

/** Splits a run without spaces at known words, the longest first: 露营帐篷 becomes 露营 and 帐篷. */
export const segmentsOf = (run: string): string[] => {
  const cut: string[] = [];
  let rest = "";
  const characters = [...run];
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
  return cut;
};

const longestKnown = (characters: readonly string[], at: number): string | undefined => {
  for (let length = longestAlso; length > 0; length -= 1) {
    const candidate = characters.slice(at, at + length).join("");
    if (hasMore(candidate)) return candidate;
  }
  return undefined;
};
