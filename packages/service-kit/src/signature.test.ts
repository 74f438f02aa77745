import { describe, expect, it } from "vitest";
import { isSigned, signBody } from "./index.ts";

const now = new Date("2026-11-25T12:00:00.000Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const body = '{"amountCents":1200}';
const signature = signBody("secret", body, now);

describe("a signed callback", () => {
  it("is accepted, also a little later and beside a signature of another secret", () => {
    expect(isSigned("secret", body, signature, now)).toBe(true);
    expect(isSigned("secret", body, signature, later(299))).toBe(true);
    expect(isSigned("secret", body, `${signature},v1=${"0".repeat(64)}`, now)).toBe(true);
  });
  it.each([
    ["no signature", body, undefined, now],
    ["garbage", body, "t=now,v1=zz", now],
    ["no time", body, signature.replace(/^t=[0-9]+,/, ""), now],
    ["another time", body, signature.replace(/^t=[0-9]+/, `t=${Math.floor(now.getTime() / 1000) + 1}`), now],
    ["another body", body.replace("1200", "1"), signature, now],
    ["a replay", body, signature, later(301)],
    ["a time in the future", body, signature, later(-301)],
    ["half of it", body, signature.slice(0, -2), now],
  ])("is refused with %s", (_, sent, sign, at) => {
    expect(isSigned("secret", sent, sign, at)).toBe(false);
  });
  it("is refused with another secret", () => {
    expect(isSigned("another", body, signature, now)).toBe(false);
  });
});
