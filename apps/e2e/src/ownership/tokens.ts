import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { newId, tokenAudience, tokenIssuer } from "@caravan/contracts";
import * as v from "valibot";
import { secretValue } from "../harness/kubectl.ts";

const Keys = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.looseObject({ kid: v.string(), privateJwk: v.looseObject({ kty: v.string() }) })),
);

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

const token = (key: KeyObject, header: object, claims: object): string => {
  const signed = `${encode({ alg: "ES256", typ: "at+jwt", ...header })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
};

/** Invalid tokens, all of them with the staff scope. */
export const badTokens = async (): Promise<Readonly<Record<string, string>>> => {
  const [known] = v.parse(Keys, await secretValue("shop", "user-signing-keys", "keys"));
  if (known === undefined) throw new Error("there is no signing key");
  const { kid } = known;
  const ours = createPrivateKey({ key: known.privateJwk as never, format: "jwk" });
  const theirs = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: tokenIssuer,
    aud: tokenAudience,
    sub: newId("usr"),
    scope: "shopper staff release-manager",
    iat: now - 600,
    exp: now + 600,
  };
  return {
    "an expired token": token(ours, { kid }, { ...claims, exp: now - 120 }),
    "a token for another audience": token(ours, { kid }, { ...claims, aud: "another-audience" }),
    "a token of another issuer": token(ours, { kid }, { ...claims, iss: "urn:evil" }),
    "a token signed by another key": token(theirs, { kid }, claims),
    "a token without a signature": `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.`,
    "a malformed token": "not-a-token",
  };
};
