/** How many letters are to be put in, left out or changed to make one word of another. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The word that was probably meant: alike but for a third of its letters, or one begins with the other. */
export const nearest = (word: string, words: readonly string[]): string | undefined => {
  const typed = word.toLowerCase();
  const rated = words.map((known) => {
    const name = known.toLowerCase();
    const begins = typed.length > 2 && (name.startsWith(typed) || typed.startsWith(name));
    return { known, far: begins ? 0 : distance(typed, name) / Math.max(typed.length, name.length) };
  });
  const best = rated.sort((a, b) => a.far - b.far)[0];
  return best && best.far <= 1 / 3 ? best.known : undefined;
};
