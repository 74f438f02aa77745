import * as v from "valibot";
import { ask } from "./answer.ts";

/** Levels of pino, the least first. */
export const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type Level = (typeof levels)[number];

/** What log lines are looked for by. All that are given must fit. */
export interface LogSearch {
  /** App or container. */
  readonly app?: string | undefined;
  readonly trace?: string | undefined;
  readonly order?: string | undefined;
  /** The least level: `warn` finds errors as well. */
  readonly level?: Level | undefined;
  /** Words of the message. */
  readonly text?: string | undefined;
  /** How far back, such as `15m` or `2d`. */
  readonly since: string;
  readonly limit: number;
}

/** A word of LogsQL in quotes. */
const quoted = (word: string) => JSON.stringify(word);

/**
 * The search in LogsQL, VictoriaLogs' language.
 *
 * @see https://docs.victoriametrics.com/victorialogs/logsql/
 */
export const logsQl = ({ app, trace, order, level, text, since }: LogSearch): string => {
  const wanted = level === undefined ? [] : levels.slice(levels.indexOf(level));
  return [
    `_time:${since}`,
    ...(app
      ? [`(kubernetes.container_name:=${quoted(app)} or kubernetes.pod_labels.app:=${quoted(app)})`]
      : []),
    ...(trace ? [`trace_id:=${quoted(trace)}`] : []),
    ...(order ? [`(order_id:=${quoted(order)} or ${quoted(order)})`] : []),
    ...(wanted.length > 0 ? [`level:in(${wanted.map(quoted).join(",")})`] : []),
    ...(text ? [quoted(text)] : []),
  ].join(" ");
};

/** A line as it was kept: all fields, those of the container's own JSON among them. */
const Line = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));
export type LogLine = v.InferOutput<typeof Line>;

/** Its time, to compare as text: VictoriaLogs leaves out zeros at the end, which would put 0.5 s after 0.49 s. */
const moment = ({ _time = "" }: LogLine): string => {
  const [seconds, fraction = ""] = _time.replace("Z", "").split(".");
  return `${seconds}.${fraction.padEnd(9, "0")}`;
};

/** Finds log lines, the oldest first. `base` is the address of VictoriaLogs. */
export const searchLogs = async (base: string, search: LogSearch): Promise<LogLine[]> => {
  const url = new URL("/select/logsql/query", base);
  url.searchParams.set("query", `${logsQl(search)} | sort by (_time desc) limit ${search.limit}`);
  const lines = (await ask(url)).split("\n").filter((line) => line !== "");
  return lines.map((line) => v.parse(Line, line)).toSorted((a, b) => moment(a).localeCompare(moment(b)));
};
