import type { SigningKey } from "@caravan/contracts";
import { noticeSeconds, requireRipe, type StoredKeys, withoutRetired } from "./keys.ts";
import { generateSigningKey } from "./signing-keys.ts";

/** The steps of a rotation, so that a test can make each of them fail. */
export interface RotationSteps {
  /** @throws Trouble when the mesh cannot be updated now */
  requireMesh(): Promise<void>;
  /** The signing keys: user reads them from here. */
  read(): Promise<StoredKeys>;
  /** Refuses when the Secret has changed since it was read. */
  write(keys: StoredKeys): Promise<void>;
  /** Sets the keys that the mesh trusts; with `keep` also those it trusted before. */
  tell(keys: readonly SigningKey[], keep: boolean): Promise<void>;
  /** Waits until every Envoy has them. @throws Trouble naming those without them */
  inForce(keys: readonly SigningKey[]): Promise<void>;
}

/**
 * Adds a key and returns it. The mesh trusts a key before it can sign, so a stop between any two steps leaves a mesh that
 * verifies every token; running it again starts over. A key that only the mesh has is useless: its private half
 * was never stored.
 */
export const rotateKeys = async (steps: RotationSteps, now: () => Date): Promise<SigningKey> => {
  await steps.requireMesh();
  const { keys, resourceVersion } = await steps.read();
  // After an interrupted rotation, or for a new mesh.
  await steps.tell(keys, true);
  requireRipe(keys, now());
  const made = generateSigningKey(now());
  await steps.tell([...keys, made], true);
  await steps.inForce([...keys, made]);
  const added = { ...made, signFrom: new Date(now().getTime() + noticeSeconds * 1000).toISOString() };
  try {
    await steps.write({ keys: withoutRetired([...keys, added], now()), resourceVersion });
  } finally {
    // The mesh trusts exactly the stored keys: others are not needed by any valid token.
    await steps.tell((await steps.read()).keys, false);
  }
  return added;
};
