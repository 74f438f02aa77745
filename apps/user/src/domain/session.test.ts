import { describe, expect, it } from "vitest";
import { type HeldToken, refresh, startSession } from "./session.ts";

const start = new Date("2026-11-21T09:30:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const session = startSession("ses_1", "usr_1", start, 30);
const days = 86_400;

describe("presenting a refresh token", () => {
  it.each<[string, HeldToken["token"], number, string]>([
    ["the current one, at once", "good", 1, "renew"],
    ["the current one, in the last second", "good", 30 * days - 1, "renew"],
    ["the current one, after the end of the session", "good", 30 * days, "expired"],
    ["one whose reply was lost, at once", "repeated", 1, "renew"],
    ["one whose reply was lost, days later", "repeated", 29 * days, "renew"],
    ["one whose reply was lost, after the end of the session", "repeated", 30 * days, "expired"],
    ["one whose successor was used, at once", "superseded", 0, "reuse"],
    ["one whose successor was used, days later", "superseded", 5 * days, "reuse"],
  ])("%s", (_, token, now, wanted) => {
    const decision = refresh({ session, token }, after(now), 30);
    expect(decision.kind === "end" ? decision.reason : decision.kind).toBe(wanted);
  });

  it("keeps the session's start and extends its end from now", () => {
    expect(refresh({ session, token: "good" }, after(days), 30)).toEqual({
      kind: "renew",
      session: { ...session, lastUsedAt: after(days), expiresAt: after(31 * days) },
    });
  });
});
