import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import * as v from "valibot";

const PrivateJwk = v.object({
  kty: v.literal("EC"),
  crv: v.literal("P-256"),
  x: v.string(),
  y: v.string(),
  d: v.string(),
});

/** A key that signs access tokens (ES256). The newest whose time has come signs; all of them are good for checking. */
export const SigningKey = v.object({
  kid: v.string(),
  /** From when on it signs: later than it is known everywhere. */
  signFrom: v.pipe(v.string(), v.isoTimestamp()),
  privateJwk: PrivateJwk,
});
export type SigningKey = v.InferOutput<typeof SigningKey>;

/** The keys as the Secret `user-signing-keys` holds them, oldest first. */
export const SigningKeys = v.pipe(v.string(), v.parseJson(), v.array(SigningKey), v.minLength(1));

/** Makes a key that signs from that moment on. */
export const generateSigningKey = (signFrom: Date): SigningKey => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    kid: randomUUID(),
    signFrom: signFrom.toISOString(),
    privateJwk: v.parse(PrivateJwk, privateKey.export({ format: "jwk" })),
  };
};

/** A public key as the mesh holds it. */
const PublicKey = v.looseObject({ kid: v.string() });
export type PublicKey = v.InferOutput<typeof PublicKey>;

/** The keys that a policy trusts; none for what is no key set. */
export function publicKeysIn(keySet: string): PublicKey[] {
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.object({ keys: v.array(PublicKey) })),
    keySet,
  );
  return parsed.success ? parsed.output.keys : [];
}

/** The public halves, as the mesh wants them. @see RFC 7517 */
export const publicKeys = (keys: readonly SigningKey[]): PublicKey[] =>
  keys.map(({ kid, privateJwk }) => ({
    ...createPublicKey(createPrivateKey({ key: privateJwk, format: "jwk" })).export({ format: "jwk" }),
    kid,
    alg: "ES256",
    use: "sig",
  }));

export const publicKeySet = (keys: readonly SigningKey[]): string =>
  JSON.stringify({ keys: publicKeys(keys) });
