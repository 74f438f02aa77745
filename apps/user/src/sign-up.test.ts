import { guestJoined } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { openFakeUser, outcome } from "./testing/fake-user.ts";

describe("a guest", () => {
  it("gets a session of their own", async () => {
    const { guest } = await openFakeUser();
    const [one, other] = [await guest(), await guest()];
    expect(one).toMatchObject({
      subject: expect.stringMatching(/^gst_/),
      scopes: ["guest"],
      expiresInSeconds: 300,
      refreshExpiresInSeconds: 30 * 86_400,
    });
    expect(other.subject).not.toBe(one.subject);
  });

  it("cannot be made without end from one network address, whichever pod has passed it on", async () => {
    const { send, wait } = await openFakeUser({ limits: { guestsPerHour: 3, signInsPerMinute: 1 } });
    const from = (chain: string) =>
      send("POST", "/v1/guests", undefined, undefined, { "x-forwarded-for": chain });
    for (const [one, other] of [
      ["203.0.113.7", "203.0.113.8"],
      ["2001:db8:1:2:a::1", "2001:db8:1:3::1"],
    ] as const) {
      for (let i = 0; i < 3; i += 1) expect((await from(`${one}, 10.0.0.${i}`)).status).toBe(201);
      const refused = await from(`${one}, 10.0.0.9`);
      expect(refused.headers.get("retry-after")).toBe("1");
      expect(await outcome(refused)).toEqual([429, "too-many-attempts"]);
      expect((await from(other)).status).toBe(201);
    }
    // All of a customer's addresses are one.
    expect((await from("2001:db8:1:2:ffff::9")).status).toBe(429);
    expect((await send("POST", "/v1/guests")).status).toBe(201);
    wait(3_600);
    expect((await from("203.0.113.7")).status).toBe(201);
  });
});

describe("signing up", () => {
  it("opens an account and signs in", async () => {
    const { signUp, signIn, session } = await openFakeUser();
    const first = await signUp();
    expect(first).toMatchObject({ subject: expect.stringMatching(/^usr_/), scopes: ["shopper"] });
    const again = await session(await signIn(" ADA@example.com ", "correct horse"));
    expect(again.subject).toBe(first.subject);
    expect(again.refreshToken).not.toBe(first.refreshToken);
  });

  it("is refused for an address that is taken, before any work on the password", async () => {
    const { signUp, send, hashing } = await openFakeUser();
    await signUp();
    const done = hashing.length;
    const again = { email: "ada@example.com", password: "another password", name: "Eve" };
    expect(await outcome(await send("POST", "/v1/users", again))).toEqual([409, "email-taken"]);
    expect(hashing).toHaveLength(done);
  });

  it("cannot be used to ask for an address again and again", async () => {
    const { send } = await openFakeUser();
    const body = { email: "ada@example.com", password: "correct horse", name: "Ada" };
    const replies: number[] = [];
    for (let i = 0; i < 12; i += 1) replies.push((await send("POST", "/v1/users", body)).status);
    expect(replies).toEqual([201, ...Array(9).fill(409), 429, 429]);
  });

  it.each([
    ["short", "aaaaaaaaa"],
    ["endless", "a".repeat(201)],
  ])("refuses a %s password", async (_, password) => {
    const { send } = await openFakeUser();
    const reply = await send("POST", "/v1/users", { email: "a@example.com", password, name: "A" });
    expect(await outcome(reply)).toEqual([400, "input-invalid"]);
  });
});

describe("a guest who signs up or in", () => {
  it("joins the account, once, and is no guest any more", async () => {
    const { guest, signUp, signIn, refresh, events } = await openFakeUser();
    const [first, second] = [await guest(), await guest()];
    const { subject: userId } = await signUp("ada@example.com", "correct horse", first);
    await signIn("ada@example.com", "correct horse", second);
    const at = "2026-11-21T09:30:00.000Z";
    expect(events).toEqual([
      { topic: guestJoined.topic, data: { guestId: first.subject, userId, at } },
      { topic: guestJoined.topic, data: { guestId: second.subject, userId, at } },
    ]);
    for (const { refreshToken } of [first, second])
      expect(await outcome(await refresh(refreshToken))).toEqual([401, "session-ended"]);
  });

  it("joins nothing with a wrong password, nor does an account join another", async () => {
    const { guest, signUp, signIn, events, refresh } = await openFakeUser();
    const visitor = await guest();
    const ada = await signUp();
    await signIn("ada@example.com", "wrong", visitor);
    await signUp("bob@example.com", "correct horse", ada);
    expect(events).toEqual([]);
    expect((await refresh(visitor.refreshToken)).status).toBe(200);
  });
});
