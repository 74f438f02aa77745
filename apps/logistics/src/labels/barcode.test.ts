import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barcodeOf } from "./barcode.ts";

describe("a label's barcode", () => {
  it("is Code 128: start B, the letters, check symbol, stop", () => {
    // ISO/IEC 15417 table 1, values 104 48 42 42 17 18 19 35 55 106; the check symbol is 879 modulo 103.
    const symbols = "211214 313121 112133 112133 123221 223211 221132 131321 311321 2331112";
    const { bars, width } = barcodeOf("PJJ123C");
    const widths = bars.flatMap((bar, i) => {
      const next = bars[i + 1];
      return next === undefined ? [bar.width] : [bar.width, next.at - bar.at - bar.width];
    });
    expect(widths.join("")).toBe(symbols.replaceAll(" ", ""));
    expect([bars[0]?.at, width]).toEqual([0, 9 * 11 + 13]);
  });

  it("differs from that of any other code, in bars of one to four modules that do not touch", () => {
    const code = fc.stringMatching(/^[A-Z0-9]{6,20}$/);
    fc.assert(
      fc.property(code, code, (a, b) => {
        const { bars, width } = barcodeOf(a);
        for (const [i, bar] of bars.entries()) {
          expect(bar.width).toBeGreaterThanOrEqual(1);
          expect(bar.width).toBeLessThanOrEqual(4);
          expect(bars[i + 1]?.at ?? width + 1).toBeGreaterThan(bar.at + bar.width);
        }
        const last = bars.at(-1);
        expect(last && last.at + last.width).toBe(width);
        if (a !== b) expect(barcodeOf(b)).not.toEqual(barcodeOf(a));
      }),
    );
  });
});
