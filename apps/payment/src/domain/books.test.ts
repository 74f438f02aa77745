import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capturedMovement, feeMovement, movement, refundedMovement, settledMovement } from "./books.ts";

const sum = (lines: readonly { amountCents: number }[]) => lines.reduce((all, it) => all + it.amountCents, 0);
const parts = { reason: "corrected", paymentId: null, reference: "r" } as const;

describe("a movement", () => {
  it("balances whatever its amount", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (cents) => {
        const all = [
          capturedMovement("p", cents),
          refundedMovement("p", "r", cents),
          settledMovement("s", cents),
        ];
        for (const { lines } of [...all, settledMovement("s", -cents), feeMovement("f", cents)])
          expect(sum(lines)).toBe(0);
      }),
    );
  });

  it.each([
    [
      "unbalanced",
      [
        ["bank-account", 5],
        ["bank-fees", -4],
      ],
    ],
    ["one-sided", [["bank-account", 0]]],
    ["empty", []],
    [
      "with half a cent",
      [
        ["bank-account", 0.5],
        ["bank-fees", -0.5],
      ],
    ],
    [
      "with the same account twice",
      [
        ["bank-account", 5],
        ["bank-account", -5],
      ],
    ],
    [
      "that moves nothing",
      [
        ["bank-account", 0],
        ["bank-fees", 0],
      ],
    ],
  ] as const)("is refused when it is %s", (_, lines) => {
    const made = lines.map(([account, amountCents]) => ({ account, amountCents }));
    expect(() => movement({ ...parts, lines: made })).toThrow(RangeError);
  });

  it("takes a refund from the shopper's deposit, where the capture put it", () => {
    const lines = [...capturedMovement("p", 500).lines, ...refundedMovement("p", "r", 500).lines];
    for (const account of ["bank-receivable", "customer-deposits"])
      expect(sum(lines.filter((line) => line.account === account))).toBe(0);
  });
});
