import { createPublicKey } from "node:crypto";
import { Session, userRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { kubectl } from "../harness/kubectl.ts";
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
