import { styleText } from "node:util";
import type { LogLine } from "../backends/logs.ts";

const colours = {
  trace: "gray",
  debug: "gray",
  info: "green",
  warn: "yellow",
  error: "red",
  fatal: "magenta",
} as const;

const isLevel = (level: string): level is keyof typeof colours => level in colours;

/** Fields that say where a line is from; the rest is what it says. */
const origin =
  /^(_|kubernetes\.|service$|version$|level$|time$|pid$|hostname$|span_id$|stack$|err\.stack$|stream$)/;

/** One line for people: time, service, level, message, and the fields that it carries. Stacks follow, indented. */
export const logText = (line: LogLine): string => {
  const time = (line._time ?? "").replace(/\.(\d{3})\d*Z$/, ".$1Z");
  const service = line.service ?? line["kubernetes.container_name"] ?? "?";
  const from = line.version ? `${service}/${line.version}` : service;
  const level = line.level ?? "";
  const fields = Object.entries(line)
    .filter(([name, value]) => !origin.test(name) && value !== "")
    .map(([name, value]) => styleText("dim", `${name}=${/\s/.test(value) ? JSON.stringify(value) : value}`));
  const stack = line["err.stack"] ?? line.stack;
  return [
    styleText("dim", time),
    from.padEnd(14),
    styleText(isLevel(level) ? colours[level] : "reset", level.padEnd(5)),
    line._msg ?? "",
    ...fields,
  ]
    .join(" ")
    .trimEnd()
    .concat(
      stack
        ? `\n${stack
            .split("\n")
            .map((one) => `    ${one.trim()}`)
            .join("\n")}`
        : "",
    );
};
