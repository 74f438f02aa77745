import { exportJWK, generateKeyPair } from "jose";

/** A new key in the form of the secret `user-signing-keys`. */
export const makeSigningKey = async (kid: string, signFrom: string) => {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { kid, signFrom, privateJwk: await exportJWK(privateKey) };
};

/** The secret itself. */
export const keySecret = (...keys: object[]) => ({ keys: JSON.stringify(keys) });
