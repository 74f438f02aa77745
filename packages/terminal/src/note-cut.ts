const leftOut = new Set<string>();
let isNoted = false;

/** Says once, when the command ends, that the terminal is too narrow for all, and how to see it. */
export const noteCut = (names: readonly string[], width: number): void => {
  for (const name of names) leftOut.add(name);
  if (isNoted || !process.stdout.isTTY) return;
  isNoted = true;
  process.once("exit", () => {
    const missing = leftOut.size === 0 ? "" : `, and left out: ${[...leftOut].join(", ")}`;
    process.stderr.write(`\nCut to fit ${width} columns${missing}. All of it: | less -S, or --json\n`);
  });
};
