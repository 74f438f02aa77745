import { expect, test } from "vitest";
import { shareOut } from "./source-addresses.ts";

const addresses = Array.from({ length: 181 }, (_, i) => `10.213.0.${i + 70}`);

test.each([1, 16, 64, 181])("%i lanes share no address and each has one", (lanes) => {
  const shares = shareOut(addresses, lanes);
  expect(shares).toHaveLength(lanes);
  expect(Math.min(...shares.map((share) => share.length))).toBeGreaterThan(0);
  expect(new Set(shares.flat()).size).toBe(shares.flat().length);
});

test("more lanes than addresses still have one each", () => {
  expect(shareOut(addresses, 300).every((share) => share.length === 1)).toBe(true);
});
