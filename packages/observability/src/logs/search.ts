import * as v from "valibot";
import { ask } from "../backends/answer.ts";
import { type Level, levelQl } from "./levels.ts";
import { LogLine, readable } from "./log-line.ts";

/** What log lines are looked for by. All that are given must fit. */
export interface LogSearch {
  readonly app?: string | undefined;
  /** Of the app's pods, or of all; without it the app's own, or all there are. */
  readonly container?: string | undefined;
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
export const logsQl = ({ app, container = app, trace, order, level, text, since }: LogSearch): string =>
  [
    `_time:${since}`,
    ...(app ? [`kubernetes.pod_labels.app:=${quoted(app)}`] : []),
    ...(container ? [`kubernetes.container_name:=${quoted(container)}`] : []),
    ...(trace ? [`trace_id:=${quoted(trace)}`] : []),
    ...(order ? [`(order_id:=${quoted(order)} or ${quoted(order)})`] : []),
    ...(level ? [levelQl(level)] : []),
    ...(text ? [quoted(text)] : []),
  ].join(" ");

/** A line as it was kept: all fields, those of the container's own JSON among them. */
const Line = v.pipe(v.string(), v.parseJson(), LogLine);

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
  return lines
    .map((line) => readable(v.parse(Line, line)))
    .toSorted((a, b) => moment(a).localeCompare(moment(b)));
};
