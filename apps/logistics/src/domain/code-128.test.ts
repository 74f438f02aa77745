import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code128, code128Symbols } from "./code-128.ts";

const printable = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)),
  minLength: 1,
  maxLength: 20,
});

describe("Code 128", () => {
  it("has the symbols of a known code: start B, the letters, check symbol, stop", () => {
    // 104 + 1·48 + 2·42 + 3·42 + 4·17 + 5·18 + 6·19 + 7·35 = 879; 879 mod 103 = 55
    expect(code128Symbols("PJJ123C")).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
  });

  it("draws start and stop as the standard has them", () => {
    const { bars, width } = code128("A");
    expect(width).toBe(11 * 3 + 13);
    expect(bars.slice(0, 3)).toEqual([
      { at: 0, width: 2 },
      { at: 3, width: 1 },
      { at: 6, width: 1 },
    ]);
    expect(bars.slice(-4).map((bar) => bar.width)).toEqual([2, 3, 1, 2]);
  });

  it("gives every text a drawing of its own, eleven modules a symbol, bars of one to four modules that never touch", () => {
    fc.assert(
      fc.property(printable, printable, (a, b) => {
        const { bars, width } = code128(a);
        expect(width).toBe((a.length + 2) * 11 + 13);
        for (const [i, bar] of bars.entries()) {
          expect(bar.width).toBeGreaterThanOrEqual(1);
          expect(bar.width).toBeLessThanOrEqual(4);
          const next = bars[i + 1];
          if (next !== undefined) expect(next.at).toBeGreaterThan(bar.at + bar.width);
        }
        const last = bars.at(-1);
        expect(last && last.at + last.width).toBe(width);
        if (a !== b) expect(code128(b)).not.toEqual(code128(a));
      }),
    );
  });

  it("draws three bars in a symbol, together of even width, as the standard's self-check wants", () => {
    const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
    const drawings = letters.map((letter) => code128(letter).bars.slice(3, 6));
    for (const bars of drawings) expect(bars.reduce((sum, bar) => sum + bar.width, 0) % 2).toBe(0);
    expect(new Set(drawings.map((bars) => JSON.stringify(bars))).size).toBe(95);
  });

  it("refuses what it cannot draw", () => {
    for (const text of ["", "ü", "a\n"]) expect(() => code128(text)).toThrow("printable ASCII");
  });
});
