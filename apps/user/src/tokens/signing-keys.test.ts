import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { startSession } from "../domain/session.ts";
import { keySecret, makeSigningKey } from "../testing/make-signing-key.ts";
import { openTokens } from "./open-tokens.ts";
import { openSigningKeys } from "./signing-keys.ts";

const old = await makeSigningKey("2026-10", "2026-10-01T00:00:00.000Z");
const next = await makeSigningKey("2026-11", "2026-11-21T10:00:00.000Z");

/** Keys over a secret and a clock that the test changes. */
const open = async (first: unknown = keySecret(old)) => {
  const world = { secret: first, now: new Date("2026-11-21T09:30:00.000Z"), broken: false };
  const keys = await openSigningKeys(
    async () => {
      if (world.broken) throw new Error("no sidecar");
      return world.secret;
    },
    () => world.now,
  );
  return { keys, world };
};

describe("signing keys", () => {
  it("are published with their public halves only, also before they sign", async () => {
    const { keys } = await open(keySecret(old, next));
    const { x, y } = old.privateJwk;
    expect(keys.publicKeys().keys).toHaveLength(2);
    expect(keys.publicKeys().keys[0]).toEqual({
      kty: "EC",
      crv: "P-256",
      x,
      y,
      kid: "2026-10",
      use: "sig",
      alg: "ES256",
    });
    expect(JSON.stringify(keys.publicKeys())).not.toContain('"d"');
  });

  it("rotate at run time: a key is read, published, and signs from its time on", async () => {
    const { keys, world } = await open();
    world.secret = keySecret(old, next);
    await keys.reload();
    expect(keys.current().kid).toBe("2026-10");
    world.now = new Date("2026-11-21T10:00:00.000Z");
    expect(keys.current().kid).toBe("2026-11");
    expect(keys.publicKeys().keys).toHaveLength(2);
  });

  it("sign by their time, not by their position in the secret", async () => {
    const { keys, world } = await open(keySecret(next, old));
    expect(keys.current().kid).toBe("2026-10");
    world.now = new Date("2026-11-22T10:00:00.000Z");
    expect(keys.current().kid).toBe("2026-11");
  });

  it.each([
    ["cannot be read", { broken: true }],
    ["holds nothing", { secret: {} }],
    ["is not JSON", { secret: { keys: "[" } }],
    ["holds no key", { secret: keySecret() }],
    ["holds half a key", { secret: keySecret({ ...next, privateJwk: { ...next.privateJwk, d: "" } }) }],
    ["holds only keys of the future", { secret: keySecret(next) }],
  ])("are kept when the secret %s", async (_, change) => {
    const { keys, world } = await open();
    Object.assign(world, change);
    await expect(keys.reload()).rejects.toThrow();
    expect(keys.current().kid).toBe("2026-10");
    expect(keys.publicKeys().keys).toHaveLength(1);
  });

  it("never appear in errors, which are logged", async () => {
    const { privateJwk } = next;
    for (const jwk of [
      { ...privateJwk, crv: "P-384" },
      { ...privateJwk, kty: 7 },
      { ...privateJwk, x: "AA" },
    ]) {
      const { keys, world } = await open();
      world.secret = keySecret({ ...next, privateJwk: jwk });
      const error: unknown = await keys.reload().catch((thrown: unknown) => thrown);
      const told = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(Object(error).cause);
      expect(told).toContain("user-signing-keys");
      expect(told).not.toContain(privateJwk.d);
    }
  });
});

describe("access tokens", () => {
  it("have the claims that the mesh expects, and are verified by the published keys across a rotation", async () => {
    const { keys, world } = await open(keySecret(old, next));
    const tokens = openTokens({ keys, now: () => world.now, accessSeconds: 300 });
    const session = startSession("ses_1", "usr_1", world.now, 30);
    for (const [now, kid] of [
      ["2026-11-21T09:59:59.000Z", "2026-10"],
      ["2026-11-21T10:00:01.000Z", "2026-11"],
    ] as const) {
      world.now = new Date(now);
      const token = await tokens.signAccess({
        session: { ...session, formerly: "gst_1" },
        scopes: ["shopper", "staff"],
      });
      const published = createLocalJWKSet(keys.publicKeys() as JSONWebKeySet);
      const { payload, protectedHeader } = await jwtVerify(token, published, {
        issuer: "urn:caravan:user",
        audience: "caravan",
        currentDate: world.now,
      });
      const seconds = world.now.getTime() / 1000;
      expect(protectedHeader).toEqual({ alg: "ES256", typ: "at+jwt", kid });
      expect(payload).toMatchObject({
        sub: "usr_1",
        sid: "ses_1",
        scope: "shopper staff",
        formerly: "gst_1",
      });
      const first = decodeJwt(await tokens.signAccess({ session, scopes: ["shopper"] }));
      expect(first).not.toHaveProperty("formerly");
      expect(payload).toMatchObject({ iat: seconds, exp: seconds + 300, jti: expect.any(String) });
    }
  });

  it("are unique, and so are refresh tokens, which hold 256 random bits", async () => {
    const { keys, world } = await open();
    const tokens = openTokens({ keys, now: () => world.now, accessSeconds: 300 });
    const claims = { session: startSession("ses_1", "usr_1", world.now, 30), scopes: [] };
    expect(await tokens.signAccess(claims)).not.toBe(await tokens.signAccess(claims));
    const made = Array.from({ length: 50 }, () => tokens.newRefreshToken());
    expect(new Set(made.map(({ token }) => token)).size).toBe(50);
    for (const { token, hash } of made) {
      for (const part of token.split(".")) expect(Buffer.from(part, "base64url")).toHaveLength(32);
      expect(tokens.readRefreshToken(token).hash).toBe(hash);
      expect(hash).not.toContain(token);
    }
  });
});
