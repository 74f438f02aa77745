import { styleText } from "node:util";
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import { fit, gap } from "./fit.ts";
import { noteCut } from "./note-cut.ts";
import { terminalWidth } from "./width.ts";

/** A column that gives way when the terminal is too narrow. A name alone is a column that does not, as long as others can. */
export interface Column {
  readonly name: string;
  /** Where values are cut: a text at its end; an id, of which the first half is a time, and a time at their start. */
  readonly cut?: "end" | "start";
  /** How much of them stays; default 10. */
  readonly least?: number;
  /** Its turn to be left out when cutting is not enough: 1 is the first. */
  readonly drop?: number;
}

const usualLeast = 10;
const noValue = /^-?$/;

/**
 * A plain table without frames, easy to read and to split into columns. Numbers (`right`) are aligned to the right. Each row is
 * one line that fits the terminal; what is cut for that is said at the end. For another program all values are whole.
 */
export const table = (
  head: readonly (string | Column)[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
  width: number = terminalWidth(),
): string => {
  const lines = rows.map((row) => row.map((cell) => cell.replaceAll(/\s*\n\s*/g, " ")));
  const columns = head.map((one, index) => {
    const { name, cut, least = usualLeast, drop }: Column = typeof one === "string" ? { name: one } : one;
    const widest = Math.max(stringWidth(name), ...lines.map((row) => stringWidth(row[index] ?? "")));
    return {
      ...{ name, index, drop, width: widest, position: cut ?? "end" },
      least: cut === undefined ? widest : Math.min(widest, least),
      isEmpty: lines.length > 0 && lines.every((row) => noValue.test(row[index] ?? "")),
    };
  });
  const shown = fit(columns, width);
  const missing = columns.filter(
    ({ index, isEmpty }) => !isEmpty && !shown.some((one) => one.index === index),
  );
  const isCut = shown.some((one) => one.width < (columns[one.index]?.width ?? 0));
  if (isCut || missing.length > 0)
    noteCut(
      missing.map(({ name }) => name),
      width,
    );

  const lineOf = (cells: readonly string[], isHead = false): string =>
    shown
      .map(({ index, width, position }) => {
        const cell = cliTruncate(cells[index] ?? "", width, { position: isHead ? "end" : position });
        const space = " ".repeat(Math.max(0, width - stringWidth(cell)));
        return right.includes(index) ? space + cell : cell + space;
      })
      .join(" ".repeat(gap))
      .trimEnd();
  const heads = columns.map(({ name }) => styleText("bold", name, { stream: process.stdout }));
  return [lineOf(heads, true), ...lines.map((line) => lineOf(line))].join("\n");
};
