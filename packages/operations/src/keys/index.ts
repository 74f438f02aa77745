export { type KnownKey, knownKeys } from "./known-keys.ts";
export { rotateKeysOf } from "./rotate-keys-of.ts";
export { generateSigningKey, publicKeySet } from "./signing-keys.ts";
