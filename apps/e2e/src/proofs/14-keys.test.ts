import { createPublicKey } from "node:crypto";
import { newId, Session, tokenAudience, tokenIssuer, userRoutes } from "@caravan/contracts";
import { importJWK, SignJWT } from "jose";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { inPod, kubectl, secretValue } from "../harness/kubectl.ts";
import { withoutDeployment } from "../harness/outage.ts";
import { caravan } from "../harness/shop.ts";
import { newAccountHolder, newShopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const KeySet = v.object({ keys: v.array(v.looseObject({ kid: v.string(), kty: v.literal("EC") })) });

const published = async () => {
  const reply = await (await newShopper()).send("GET", "/.well-known/jwks.json");
  return v.parse(KeySet, reply.json()).keys;
};

const kidOf = (token: string): string =>
  v.parse(
    v.looseObject({ kid: v.string() }),
    JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()),
  ).kid;

const Kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ kid: v.string(), privateJwk: v.record(v.string(), v.string()) })),
);

/** Envoy allows clocks to differ by so much. */
const skewSeconds = 60;

/** A guest's token by the shop's own key, which Envoys believe for a few seconds more. */
const nearlyEndedToken = async (): Promise<string> => {
  const [key] = v.parse(Kept, await secretValue("shop", "user-signing-keys", "keys"));
  if (key === undefined) throw new Error("the shop has no key");
  const ends = Math.floor(Date.now() / 1000) - skewSeconds + 8;
  return new SignJWT({ scope: "" })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.kid })
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setSubject(newId("gst"))
    .setExpirationTime(ends)
    .sign(await importJWK(key.privateJwk, "ES256"));
};

describe("an access token", () => {
  // Envoys remember which tokens they have verified.
  it("that was good is refused once it has ended, at the gateway and in the pods", async () => {
    const token = await nearlyEndedToken();
    const sent = { headers: { authorization: `Bearer ${token}` } };
    const shopper = await newShopper();
    const atGateway = async () => (await shopper.send("GET", "/v1/orders", sent)).status;
    const inPods = () =>
      inPod(
        "deploy/storefront",
        `return (await fetch("http://order:8080/v1/orders", ${JSON.stringify(sent)})).status`,
      );
    expect([await atGateway(), await inPods()]).toEqual([200, 200]);
    await until("the token has ended", async () => (await atGateway()) === 401 || undefined);
    expect(await inPods()).toBe(401);
  });
});

describe("the keys that sign access tokens", () => {
  it("are published without their private half", async () => {
    const keys = await published();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).not.toHaveProperty("d");
      expect(createPublicKey({ key: key as never, format: "jwk" }).asymmetricKeyType).toBe("ec");
    }
  });

  // A minute without istiod.
  it.runIf(process.env.CARAVAN_LONG === "1")(
    "do not rotate while the mesh cannot be updated, and every token stays valid",
    async () => {
      const secret = ["-n", "shop", "get", "secret", "user-signing-keys", "-o", "jsonpath={.data.keys}"];
      const before = await kubectl(...secret);
      await withoutDeployment("istio-system", "istiod", async () => {
        await expect(caravan("keys", "rotate")).rejects.toThrow("No istiod is ready");
        expect(await kubectl(...secret)).toBe(before);
        expect((await (await newShopper()).send("GET", "/v1/orders")).status).toBe(200);
      });
    },
  );

  it("rotate without ending any session", async () => {
    const before = await newAccountHolder();
    const guest = await newShopper();
    const oldKey = kidOf(before.session.accessToken);
    await caravan("keys", "rotate");
    const newKey = await until("tokens are signed with the new key", async () => {
      const kid = kidOf((await newShopper()).session.accessToken);
      return kid === oldKey ? undefined : kid;
    });
    expect((await published()).map(({ kid }) => kid)).toEqual(expect.arrayContaining([oldKey, newKey]));
    for (const shopper of [before, guest]) {
      const reply = await shopper.send("GET", "/v1/orders");
      expect([reply.status, reply.text.slice(0, 200)]).toEqual([200, expect.anything()]);
      const { method, path } = userRoutes.refreshSession;
      const renewed = await shopper.send(method, path, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refreshToken: shopper.session.refreshToken }),
      });
      expect(kidOf(v.parse(Session, renewed.json()).accessToken)).toBe(newKey);
    }
  });
});
