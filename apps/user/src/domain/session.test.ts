import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graceSeconds, refresh, startSession } from "./session.ts";

const start = new Date("2026-11-21T09:30:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const session = startSession("ses_1", "usr_1", start, 30);
const days = 86_400;

describe("showing a refresh token", () => {
  it.each([
    ["never used, at once", null, 1, "renew"],
    ["never used, in the last second", null, 30 * days - 1, "renew"],
    ["never used, when the session is over", null, 30 * days, "expired"],
    ["used a moment ago, as by a second tab", 100, 101, "renew"],
    ["used just within the grace", 100, 100 + graceSeconds, "renew"],
    ["used before the grace", 100, 101 + graceSeconds, "reuse"],
    ["used long ago", 100, 5 * days, "reuse"],
  ] as const)("%s", (_, usedAt, now, wanted) => {
    const held = { session, usedAt: usedAt === null ? null : after(usedAt) };
    const decision = refresh(held, after(now), 30);
    expect(decision.kind === "end" ? decision.reason : decision.kind).toBe(wanted);
  });

  it("keeps the session's beginning and counts its end from now", () => {
    expect(refresh({ session, usedAt: null }, after(days), 30)).toEqual({
      kind: "renew",
      session: { ...session, lastUsedAt: after(days), expiresAt: after(31 * days) },
    });
  });

  it("never renews for a thief who comes later than the grace, whoever of the two comes first", () => {
    fc.assert(
      fc.property(
        fc.nat(20 * days),
        fc.integer({ min: graceSeconds * 1000 + 1, max: 9 * days * 1000 }),
        (first, gap) => {
          const usedAt = after(first);
          const now = new Date(usedAt.getTime() + gap);
          expect(refresh({ session, usedAt }, now, 30)).toEqual({ kind: "end", reason: "reuse" });
        },
      ),
    );
  });
});
