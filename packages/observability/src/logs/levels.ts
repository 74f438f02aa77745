/** Levels of pino, the least first. */
export const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type Level = (typeof levels)[number];

/** How others write them: daprd (logrus), Envoy, Istio's agent, klog, MariaDB. */
const spellings: Readonly<Record<Level, readonly string[]>> = {
  trace: ["trace"],
  debug: ["debug"],
  info: ["info", "note"],
  warn: ["warn", "warning"],
  error: ["error", "critical"],
  fatal: ["fatal", "panic"],
};

/** The level that a program writes in its own way, else its own word. */
export const levelNamed = (word: string): string =>
  levels.find((level) => spellings[level].includes(word.toLowerCase())) ?? word.toLowerCase();

/**
 * Where a line that is no JSON has its level: after its time and a tab (Envoy, Istio's agent), or in brackets. The same pattern is
 * read here and by VictoriaLogs, in Go.
 */
const inText = (words: string): string => String.raw`^(?:\S+\t|[-\d: ]*\[)(${words})(?:\t|\])`;
const anyInText = new RegExp(inText(Object.values(spellings).flat().join("|")), "i");

/** The level of a line that is no JSON. */
export const levelInText = (text: string): string | undefined => {
  const word = anyInText.exec(text)?.[1];
  return word === undefined ? undefined : levelNamed(word);
};

/** Envoy's access log is written for what went wrong and has no level: its status says whose fault it was. `0` is a connection cut off. */
const codes: Readonly<Partial<Record<Level, string>>> = { warn: "[1-4]..", error: "0|5.." };

/** The level of a line of Envoy's access log. */
export const levelOfCode = (code: string): Level => (/^(0|5..)$/.test(code) ? "error" : "warn");

/** Finds lines of this level and above, in LogsQL. */
export const levelQl = (least: Level): string => {
  const wanted = levels.slice(levels.indexOf(least));
  const words = wanted.flatMap((level) => spellings[level]);
  const spelled = words.flatMap((word) => [word, word.toUpperCase()]).map((word) => JSON.stringify(word));
  const statuses = wanted.flatMap((level) => codes[level] ?? []).join("|");
  return `(${[
    `level:in(${spelled.join(",")})`,
    `(level:"" _msg:~${JSON.stringify(`(?i)${inText(words.join("|"))}`)})`,
    ...(statuses === "" ? [] : [`(level:"" response_code:~${JSON.stringify(`^(${statuses})$`)})`]),
  ].join(" or ")})`;
};
