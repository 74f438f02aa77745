import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { PrivateJwk, type SigningKey } from "@caravan/contracts";
import * as v from "valibot";

/** Makes a key that signs from that moment on. */
export const generateSigningKey = (signFrom: Date): SigningKey => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    kid: randomUUID(),
    signFrom: signFrom.toISOString(),
    privateJwk: v.parse(PrivateJwk, privateKey.export({ format: "jwk" })),
  };
};

/** A public key in the mesh's form. */
const PublicKey = v.looseObject({ kid: v.string() });
export type PublicKey = v.InferOutput<typeof PublicKey>;

/** The keys that a policy trusts; none when it has no valid key set. */
export const publicKeysIn = (keySet: string): PublicKey[] => {
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.object({ keys: v.array(PublicKey) })),
    keySet,
  );
  return parsed.success ? parsed.output.keys : [];
};

/** The public halves as a key set. @see RFC 7517 */
export const publicKeys = (keys: readonly SigningKey[]): PublicKey[] =>
  keys.map(({ kid, privateJwk }) => ({
    ...createPublicKey(createPrivateKey({ key: privateJwk, format: "jwk" })).export({ format: "jwk" }),
    kid,
    alg: "ES256",
    use: "sig",
  }));

export const publicKeySet = (keys: readonly SigningKey[]): string =>
  JSON.stringify({ keys: publicKeys(keys) });
