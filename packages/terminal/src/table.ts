import { stripVTControlCharacters, styleText } from "node:util";
import Table from "cli-table3";

/** A plain table without frames, easy to read and to split into columns. Numbers (`right`) are aligned to the right. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string => {
  const edges = ["top", "bottom", "left", "right", "mid"].flatMap((side) => [
    side,
    `${side}-mid`,
    `${side}-left`,
    `${side}-right`,
  ]);
  const chars = Object.fromEntries([...edges, "left-mid", "mid-mid", "right-mid"].map((edge) => [edge, ""]));
  const view = new Table({
    head: head.map((name) => styleText("bold", name, { stream: process.stdout })),
    colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
    chars: { ...chars, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
  });
  for (const row of rows) view.push([...row]);
  const lines = view.toString().split("\n");
  return lines
    .map((line) => (stripVTControlCharacters(line).endsWith(" ") ? line.trimEnd() : line))
    .join("\n");
};
