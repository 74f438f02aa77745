import { styleText } from "node:util";
import type { LogLine } from "./log-line.ts";

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
/** The same of daprd, whose lines have an `app_id`. */
const originOfDaprd = /^(app_id|instance|type|ver)$/;
/** What a line of Envoy's access log says beside its message. */
const access = /^(authority|duration|response_code_details|upstream_cluster|trace_id)$/;

const isShown = (line: LogLine, name: string): boolean =>
  line.response_code !== undefined
    ? access.test(name)
    : !origin.test(name) && !(line.app_id !== undefined && originOfDaprd.test(name));

/** `order/v1`; of another container of its pods `order/daprd`. */
const fromOf = (line: LogLine): string => {
  const { "kubernetes.pod_labels.app": app, "kubernetes.container_name": container } = line;
  if (app && container && container !== app) return `${app}/${container}`;
  const service = line.service ?? container ?? "?";
  return line.version ? `${service}/${line.version}` : service;
};

/** One line for people: time, service, level, message, and the fields that it carries. Stacks follow, indented. */
export const logText = (line: LogLine): string => {
  const time = (line._time ?? "").replace(/\.(\d{3})\d*Z$/, ".$1Z");
  const level = line.level ?? "";
  const fields = Object.entries(line)
    .filter(([name, value]) => isShown(line, name) && value !== "" && value !== "-")
    .map(([name, value]) => styleText("dim", `${name}=${/\s/.test(value) ? JSON.stringify(value) : value}`));
  const stack = line["err.stack"] ?? line.stack;
  return [
    styleText("dim", time),
    fromOf(line).padEnd(16),
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
