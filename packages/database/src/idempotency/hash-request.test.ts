import { expect, test } from "vitest";
import { hashRequest } from "./hash-request.ts";

test("requests that mean the same have the same hash, and no others", () => {
  const hash = hashRequest({ a: 1, b: [{ c: 1, d: 2 }] });
  expect(hashRequest({ b: [{ d: 2, c: 1 }], a: 1 })).toBe(hash);
  expect(hashRequest({ a: 1, b: [{ c: 1, d: 3 }] })).not.toBe(hash);
  expect(hashRequest({ a: 1, b: [{ c: 1, d: "2" }] })).not.toBe(hash);
  expect(hash).toMatch(/^[\w-]{43}$/);
});
