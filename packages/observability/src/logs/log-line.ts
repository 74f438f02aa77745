import * as v from "valibot";
import { levelInText, levelNamed, levelOfCode } from "./levels.ts";

/** A line with the names of fields that the log store gives it: `_time`, `_msg`, `level`, `kubernetes.…`, and the line's own. */
export const LogLine = v.record(v.string(), v.string());
export type LogLine = v.InferOutput<typeof LogLine>;

/** `2026-12-01T01:02:28.400916Z`, tab, level, tab, scope, tab, message, tab, fields; scope and fields may be missing. */
const istioText = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[a-z]+\t(.*)$/s;

const partsOf = (text: string): LogLine => {
  const parts = text.split("\t");
  const last = parts.at(-1) ?? "";
  const fields = parts.length > 1 && /^[\w.]+=\S/.test(last) ? parts.pop() : undefined;
  const scope = parts.length > 1 ? parts.shift() : undefined;
  const pairs = fields?.split(" ").map((field) => field.split(/=(.*)/s));
  return {
    ...Object.fromEntries((pairs ?? []).map(([name = "", value = ""]) => [name, value])),
    ...(scope !== undefined && { scope }),
    _msg: parts.join(" "),
  };
};

/** The line with its level and its message, however its program writes them. */
export const readable = (line: LogLine): LogLine => {
  const { level, _msg = "", response_code: code, method, path, response_flags: flags } = line;
  if (level) return { ...line, level: levelNamed(level) };
  if (code !== undefined) {
    const said = [method, path, code, flags].filter((part) => part && part !== "-").join(" ");
    return { ...line, level: levelOfCode(code), _msg: said };
  }
  const found = levelInText(_msg);
  if (found === undefined) return line;
  const text = istioText.exec(_msg)?.[1];
  return { ...line, level: found, ...(text !== undefined && partsOf(text)) };
};

/** Names that programs give to the time and to the message, as the log store knows them. */
const renamed: Readonly<Record<string, string>> = {
  ...{ time: "_time", timestamp: "_time", ts: "_time" },
  ...{ msg: "_msg", message: "_msg", log: "_msg" },
};

const flat = (value: unknown, name: string): [string, string][] => {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[name, String(value)]];
  if (Array.isArray(value)) return [[name, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, name === "" ? key : `${name}.${key}`));
};

const Json = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** A line of `kubectl logs --prefix --timestamps`: pod, container, time, text. */
const podLine = /^\[pod\/([^/]+)\/([^\]]+)\] (\S+) ?(.*)$/s;

/** A line as kubectl prints it with `--prefix --timestamps`, with the fields that it would have in the log store. */
export const lineOfPod = (printed: string, app: string): LogLine => {
  const [, pod = "", container = "", time = "", text = printed] = podLine.exec(printed) ?? [];
  const json = v.safeParse(Json, text);
  const own = json.success
    ? Object.fromEntries(flat(json.output, "").map(([name, value]) => [renamed[name] ?? name, value]))
    : { _msg: text };
  return readable({
    _time: time,
    ...{
      "kubernetes.pod_name": pod,
      "kubernetes.container_name": container,
      "kubernetes.pod_labels.app": app,
    },
    ...own,
  });
};
