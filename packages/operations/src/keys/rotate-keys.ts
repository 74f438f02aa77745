import type { SigningKey } from "@caravan/contracts";
import { noticeSeconds, requireRipe, type StoredKeys, withoutRetired } from "./keys.ts";
import { generateSigningKey } from "./signing-keys.ts";

/** What a rotation does, step by step, so that each can be made to fail in a test. */
export interface RotationSteps {
  /** @throws Trouble when the mesh cannot be told anything now */
  requireMesh(): Promise<void>;
  /** The keys that sign: user reads them from here. */
  read(): Promise<StoredKeys>;
  /** Refuses when others have written since it was read. */
  write(keys: StoredKeys): Promise<void>;
  /** Tells the mesh which keys it may trust; with `keep` also those it was told before. */
  tell(keys: readonly SigningKey[], keep: boolean): Promise<void>;
  /** Waits until every Envoy has them. @throws Trouble naming those that do not get them */
  inForce(keys: readonly SigningKey[]): Promise<void>;
}

/**
 * Adds a key and returns it. The mesh knows a key before it is where it can sign, so a stop between any two steps leaves a mesh that
 * verifies every token there is; running it again begins anew. What is only told to the mesh is of no use to anybody: its private half
 * was never written down.
 */
export async function rotateKeys(steps: RotationSteps, now: () => Date): Promise<SigningKey> {
  await steps.requireMesh();
  const { keys, resourceVersion } = await steps.read();
  // Of a rotation that did not come to its end, or of a mesh that was set up anew.
  await steps.tell(keys, true);
  requireRipe(keys, now());
  const made = generateSigningKey(now());
  await steps.tell([...keys, made], true);
  await steps.inForce([...keys, made]);
  const added = { ...made, signFrom: new Date(now().getTime() + noticeSeconds * 1000).toISOString() };
  try {
    await steps.write({ keys: withoutRetired([...keys, added], now()), resourceVersion });
  } finally {
    // Whoever has written, the mesh trusts what is written: no more, now that no living token needs it, and no less.
    await steps.tell((await steps.read()).keys, false);
  }
  return added;
}
