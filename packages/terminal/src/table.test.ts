import { styleText } from "node:util";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { type Column, table } from "./table.ts";
import { terminalWidth } from "./width.ts";

const head: (string | Column)[] = [
  "ORDER",
  { name: "PLACED", cut: "start", least: 9, drop: 2 },
  "STATUS",
  { name: "REFUNDED", drop: 1 },
  { name: "PAYMENT", cut: "start", least: 9 },
  { name: "NOTE", drop: 4 },
  { name: "WHY", cut: "end" },
];
const order = "ord_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20";
const why = "the carrier did not answer, and 没有答复 in any of its attempts";
const row = [order, "2026-11-25 12:00:01", "paid", "€ 5.00", order.replace("ord", "pay"), "-", why];
const at = (width: number) => table(head, [row], [3], width).split("\n");

test.each([40, 80, 100, 160])(
  "no line is wider than a terminal of %i columns, and each row is one",
  (width) => {
    const lines = at(width);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  },
);

test("columns without a value go first, then values are cut, then columns go in their turn", () => {
  expect(at(160)[0]).not.toContain("NOTE");
  expect(at(160)[1]).toMatch(
    /^ord_\S+ {2}2026-11-25 12:00:01 +paid +€ 5.00 {2}…\S+7a1e4f20 {2}the carrier.*…$/,
  );
  expect(at(100)[1]).toMatch(/^ord_\S+ +….* 12:00:01 +paid +€ 5.00 +…\S*7a1e4f20 +the carrie\S*…$/);
  expect(at(100)[0]).toContain("REFUNDED");
  expect(at(80)[0]).toMatch(/^ORDER +STATUS +PAYMENT +WHY$/);
  expect(at(80)[1]).toContain(order);
});

test("for a program all values are whole, and columns without a value are there", () => {
  const [heads = "", line = ""] = at(Number.POSITIVE_INFINITY);
  expect(heads.split(/ {2,}/)).toEqual(["ORDER", "PLACED", "STATUS", "REFUNDED", "PAYMENT", "NOTE", "WHY"]);
  for (const value of row) expect(line).toContain(value);
});

test("a cut value keeps its colour, and a value of several lines is one", () => {
  const red = styleText("red", "ServiceFails, ServiceSlow", { validateStream: false });
  const text = table([{ name: "ALERTS", cut: "end" }, "ERROR"], [[red, "first\n  second"]], [], 26);
  expect(text).toContain(styleText("red", "ServiceFail…", { validateStream: false }));
  expect(text).toContain("first second");
});

test("a terminal has its own width, or that of COLUMNS; a file or a pipe has none", () => {
  const stream = (isTTY: boolean, columns?: number) => ({ isTTY, columns }) as NodeJS.WriteStream;
  expect(terminalWidth(stream(true, 120))).toBe(120);
  expect(terminalWidth(stream(false, 120))).toBe(Number.POSITIVE_INFINITY);
  expect(terminalWidth(stream(true))).toBe(Number(process.env.COLUMNS) || 80);
});
