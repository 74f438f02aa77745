import { type SigningKey, SigningKeySet } from "@caravan/contracts";
import * as v from "valibot";
import { expect, test } from "vitest";
import { requireRipe, signingAt, withoutRetired } from "./keys.ts";
import { generateSigningKey, publicKeySet } from "./signing-keys.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 25, 12, minutes));
const first = [generateSigningKey(at(0))];

/** The keys after a rotation at that minute. */
const rotated = (keys: readonly SigningKey[], minute: number) =>
  withoutRetired([...keys, generateSigningKey(at(minute + 1))], at(minute));

test("the newest key that may sign is used", () => {
  const keys = rotated(first, 10);
  expect(signingAt(keys, at(10))?.kid).toBe(first[0]?.kid);
  expect(signingAt(keys, at(11))?.kid).toBe(keys[1]?.kid);
});

test("keys that signed within the last hour stay, for any number of rotations", () => {
  let keys = first;
  for (let minute = 2; minute <= 20; minute += 2) keys = rotated(keys, minute);
  expect(keys).toHaveLength(11);
  expect(keys[0]?.kid).toBe(first[0]?.kid);
});

test("of older keys the newest three stay", () => {
  let keys = first;
  for (let day = 1; day <= 5; day++) keys = rotated(keys, day * 24 * 60);
  expect(keys).toHaveLength(3);
  expect(keys.at(-1)?.signFrom).toBe(at(5 * 24 * 60 + 1).toISOString());
});

test("a rotation is refused while the newest key does not sign yet", () => {
  expect(() => requireRipe(rotated(first, 10), at(10))).toThrow("2026-11-25T12:11:00.000Z");
  expect(() => requireRipe(rotated(first, 10), at(11))).not.toThrow();
});

test("rotated keys fit the Secret's schema, and no private part is published", () => {
  const keys = rotated(first, 10);
  expect(v.parse(SigningKeySet, JSON.stringify(keys))).toEqual(keys);
  for (const { privateJwk } of keys) expect(publicKeySet(keys)).not.toContain(privateJwk.d);
});
