import { type Session, userRoutes } from "@caravan/contracts";
import { decodeJwt, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { openFakeUser, outcome } from "./testing/fake-user.ts";

describe("a refresh token", () => {
  it("is exchanged for the next one, of guests and accounts alike", async () => {
    const { guest, signUp, refresh, session, wait } = await openFakeUser();
    for (const first of [await guest(), await signUp()]) {
      wait(300);
      const second = await session(await refresh(first.refreshToken));
      expect(second).toMatchObject({ subject: first.subject, scopes: first.scopes });
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(decodeJwt(second.accessToken).sid).toBe(decodeJwt(first.accessToken).sid);
      wait(300);
      expect((await refresh(second.refreshToken)).status).toBe(200);
    }
  });

  it("may be used again until its successor is used, however late: a reply may be lost", async () => {
    const { guest, refresh, session, wait } = await openFakeUser();
    const first = await guest();
    const second = await session(await refresh(first.refreshToken));
    for (const seconds of [1, 11, 86_400, 20 * 86_400]) {
      wait(seconds);
      const again = await session(await refresh(first.refreshToken));
      expect(again.refreshToken).toBe(second.refreshToken);
      expect(decodeJwt(again.accessToken).sid).toBe(decodeJwt(first.accessToken).sid);
    }
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });

  it("ends the whole session when it is used after its successor was used", async () => {
    const { signUp, refresh, session } = await openFakeUser();
    const first = await signUp();
    const second = await session(await refresh(first.refreshToken));
    const third = await session(await refresh(second.refreshToken));
    expect(await outcome(await refresh(first.refreshToken))).toEqual([401, "session-ended"]);
    for (const { refreshToken } of [second, third])
      expect(await outcome(await refresh(refreshToken))).toEqual([401, "session-ended"]);
  });

  it("used by two tabs at once keeps the session of both", async () => {
    const { guest, refresh, session, wait } = await openFakeUser();
    let { refreshToken } = await guest();
    for (let round = 0; round < 3; round += 1) {
      const tabs = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
      const tokens = await Promise.all(tabs.map(async (reply) => (await session(reply)).refreshToken));
      expect(new Set(tokens).size).toBe(1);
      refreshToken = tokens[0] ?? "";
      wait(300);
    }
  });

  it("keeps the guest that its session began as", async () => {
    const { guest, signUp, signIn, refresh, session } = await openFakeUser();
    const visitor = await guest();
    const claim = ({ accessToken }: Session) => decodeJwt(accessToken).formerly;
    const ada = await signUp("ada@example.com", "correct horse", visitor);
    const next = await session(await refresh(ada.refreshToken));
    const repeated = await session(await refresh(ada.refreshToken));
    expect([visitor, ada, next, repeated].map(claim)).toEqual([undefined, ...Array(3).fill(visitor.subject)]);
    const elsewhere = await session(await signIn("ada@example.com", "correct horse"));
    expect(claim(elsewhere)).toBeUndefined();
  });

  it("is refused when forged, and when expired", async () => {
    const { guest, refresh, wait } = await openFakeUser();
    const { refreshToken, refreshExpiresInSeconds } = await guest();
    expect(await outcome(await refresh("x".repeat(43)))).toEqual([401, "session-ended"]);
    wait(refreshExpiresInSeconds);
    expect(await outcome(await refresh(refreshToken))).toEqual([401, "session-ended"]);
  });

  it("brings the current scopes of the account", async () => {
    const { signUp, refresh, session, send } = await openFakeUser();
    const ada = await signUp();
    const staff = { subject: ada.subject, scopes: ["shopper" as const, "staff" as const] };
    const path = `/v1/staff/users/${ada.subject}/scopes`;
    const reply = await send("PUT", path, { scopes: ["staff", "staff"] }, staff);
    expect(await reply.json()).toMatchObject({ id: ada.subject, scopes: ["shopper", "staff"] });
    const next = await session(await refresh(ada.refreshToken));
    expect(next.scopes).toEqual(["shopper", "staff"]);
    expect(decodeJwt(next.accessToken).scope).toBe("shopper staff");
    const unknown = path.replace(/usr_[^/]+/, "usr_0199b63a-0009-7000-8000-000000000009");
    expect(await outcome(await send("PUT", unknown, { scopes: [] }, staff))).toEqual([404, "user-unknown"]);
  });
});

describe("signing out", () => {
  it("ends the session and its tokens, and may be repeated", async () => {
    const { signUp, send, refresh } = await openFakeUser();
    const { refreshToken } = await signUp();
    for (const _ of [1, 2])
      expect((await send("POST", "/v1/sessions/end", { refreshToken })).status).toBe(200);
    expect(await outcome(await refresh(refreshToken))).toEqual([401, "session-ended"]);
  });
});

describe("an access token", () => {
  const paths = Object.values(userRoutes)
    .filter(({ access }) => access !== "public")
    .map(({ method, path, access }) => ({
      method,
      access,
      body: method === "GET" ? undefined : {},
      path: path
        .replace(":userId", "usr_0199b63a-0009-7000-8000-000000000009")
        .replace(":addressId", "adr_1"),
    }));

  it.each(paths)(
    "is never read here, forged or not: $method $path",
    async ({ method, path, access, body }) => {
      const { signUp, guest, send } = await openFakeUser();
      const { accessToken, subject } = await signUp();
      const unsigned = new UnsecuredJWT({ sub: subject, scope: "shopper staff release-manager" }).encode();
      for (const token of [accessToken, unsigned, `${unsigned}x`]) {
        for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `caravan-access=${token}` }])
          expect(await outcome(await send(method, path, body, undefined, headers))).toEqual([
            401,
            "sign-in-needed",
          ]);
      }
      expect((await send(method, path, body, await guest())).status).toBe(403);
      if (access === "staff")
        expect((await send(method, path, body, { subject, scopes: ["shopper"] })).status).toBe(403);
    },
  );

  it("that the mesh did not verify causes no join", async () => {
    const { guest, send, events } = await openFakeUser();
    const { accessToken } = await guest();
    const body = { email: "ada@example.com", password: "correct horse", name: "Ada" };
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await send("POST", "/v1/users", body, undefined, headers)).status).toBe(201);
    expect(events).toEqual([]);
  });

  it("is verified with the keys at /.well-known/jwks.json, which may be cached for a minute", async () => {
    const { send } = await openFakeUser();
    const reply = await send("GET", "/.well-known/jwks.json");
    expect(reply.headers.get("cache-control")).toBe("public, max-age=60");
    expect(await reply.json()).toMatchObject({ keys: [{ kid: "test-key", alg: "ES256", use: "sig" }] });
  });
});
