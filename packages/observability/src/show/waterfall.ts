import { styleText } from "node:util";
import { table, terminalWidth } from "@caravan/terminal";
import type { Trace } from "../backends/traces.ts";

/** The bars have their full width where the names of the spans keep most of theirs. */
const barWidthIn = (width: number) => (width < 120 ? 12 : 32);

type Span = Trace["spans"][number];

const milliseconds = (microseconds: number) =>
  microseconds < 10_000
    ? `${(microseconds / 1000).toFixed(1)} ms`
    : microseconds < 10_000_000
      ? `${Math.round(microseconds / 1000)} ms`
      : `${(microseconds / 1e6).toFixed(1)} s`;

const hasFailed = ({ tags }: Span) =>
  tags.some(({ key, value }) => key === "error" && String(value) === "true");

const parentOf = ({ references }: Span) => references.find(({ refType }) => refType === "CHILD_OF")?.spanID;

/** The traces that a span is linked with: what caused it had one of its own. */
const causesOf = ({ references }: Span, traceId: string) =>
  references.flatMap(({ traceID }) => (traceID === traceId ? [] : [`caused by trace ${traceID}`]));

/** Spans with their depth, each below its parent, in the order in which they began. */
const inOrder = (spans: readonly Span[]): { span: Span; depth: number }[] => {
  const known = new Set(spans.map(({ spanID }) => spanID));
  const children = Map.groupBy(spans, (span) => {
    const parent = parentOf(span);
    return parent !== undefined && known.has(parent) ? parent : "";
  });
  const under = (parent: string, depth: number): { span: Span; depth: number }[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => a.startTime - b.startTime)
      .flatMap((span) => [{ span, depth }, ...under(span.spanID, depth + 1)]);
  return under("", 0);
};

/** A trace as a waterfall: which service did what, when, for how long, and what failed. */
export const waterfall = (trace: Trace, width: number = terminalWidth()): string => {
  const barWidth = barWidthIn(width);
  const begin = Math.min(...trace.spans.map(({ startTime }) => startTime));
  const end = Math.max(...trace.spans.map(({ startTime, duration }) => startTime + duration));
  const scale = barWidth / Math.max(1, end - begin);
  const rows = inOrder(trace.spans).map(({ span, depth }) => {
    const from = Math.min(barWidth - 1, Math.floor((span.startTime - begin) * scale));
    const length = Math.max(1, Math.min(barWidth - from, Math.round(span.duration * scale)));
    const failed = hasFailed(span);
    const bar = `${" ".repeat(from)}${"█".repeat(length)}`.padEnd(barWidth);
    const service = trace.processes[span.processID]?.serviceName ?? "?";
    const name = [
      `${"  ".repeat(depth)}${service} ${span.operationName}`,
      ...causesOf(span, trace.traceID).map((cause) => styleText("dim", cause)),
    ].join("  ");
    return [
      styleText(failed ? "red" : "cyan", bar),
      milliseconds(span.startTime - begin),
      milliseconds(span.duration),
      failed ? styleText("red", `${name} failed`) : name,
    ];
  });
  const services = new Set(Object.values(trace.processes).map(({ serviceName }) => serviceName));
  const head = `trace ${trace.traceID}: ${trace.spans.length} spans of ${services.size} services in ${milliseconds(end - begin)}`;
  const columns = ["WHEN", "AFTER", "FOR", { name: "SPAN", cut: "end" }] as const;
  return `${styleText("bold", head)}\n${table(columns, rows, [1, 2], width)}`;
};
