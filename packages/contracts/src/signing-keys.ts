import * as v from "valibot";
import { Timestamp } from "./time.ts";

/** The private half of a key, as RFC 7517 writes it. */
export const PrivateJwk = v.object({
  kty: v.literal("EC"),
  crv: v.literal("P-256"),
  x: v.string(),
  y: v.string(),
  d: v.string(),
});

/** A key that signs access tokens (ES256). The newest whose time has come signs; all of them are good for checking. */
export const SigningKey = v.object({
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  /** From when on it signs, until a newer one does: its public half is known everywhere by then. */
  signFrom: Timestamp,
  privateJwk: PrivateJwk,
});
export type SigningKey = v.InferOutput<typeof SigningKey>;

/** The keys as the secret `user-signing-keys` holds them, oldest first. */
export const SigningKeySet = v.pipe(v.string(), v.parseJson(), v.array(SigningKey), v.minLength(1));
