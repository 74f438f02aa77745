import type { Kube } from "@caravan/cluster";
import { type SigningKey, SigningKeySet } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";

/** So long a new key, which every Envoy has, waits before it signs: user publishes it meanwhile. */
export const noticeSeconds = 60;
/** Keys that stay at the least. */
const leastKept = 3;
/** So long a key stays after the next one took over: longer than any access token lives. */
const keptSeconds = 3600;

const name = "user-signing-keys";
const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ metadata: v.object({ resourceVersion: v.string() }), data: v.object({ keys: v.string() }) }),
);

/** The keys with the version of the Secret that holds them. */
export interface StoredKeys {
  keys: SigningKey[];
  resourceVersion: string;
}

export async function readKeys(kube: Kube): Promise<StoredKeys> {
  const secret = v.parse(Stored, await kube.kubectl(["-n", "shop", "get", "secret", name, "-o", "json"]));
  const keys = v.parse(SigningKeySet, Buffer.from(secret.data.keys, "base64").toString());
  return { keys, resourceVersion: secret.metadata.resourceVersion };
}

/** Writes the keys, unless somebody else has since they were read. */
export async function writeKeys(kube: Kube, { keys, resourceVersion }: StoredKeys): Promise<void> {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "shop", resourceVersion },
    data: { keys: Buffer.from(JSON.stringify(keys)).toString("base64") },
  };
  await kube.apply(JSON.stringify(secret));
}

/** The key that signs at a moment: the newest whose time has come. */
export const signingAt = (keys: readonly SigningKey[], now: Date): SigningKey | undefined =>
  keys.findLast(({ signFrom }) => Date.parse(signFrom) <= now.getTime());

/** @throws Trouble when the newest key does not sign yet */
export function requireRipe(keys: readonly SigningKey[], now: Date): void {
  const waiting = keys.find(({ signFrom }) => Date.parse(signFrom) > now.getTime());
  if (!waiting) return;
  throw new Trouble(`The newest key signs from ${waiting.signFrom} on, and the mesh is told of it.`, [
    "Wait until then: rotating faster would take keys away whose tokens are still in use.",
  ]);
}

/** The keys without those that no living token needs. */
export function withoutRetired(keys: readonly SigningKey[], now: Date): SigningKey[] {
  return keys.filter((_key, i) => {
    const next = keys[i + 1];
    const recent = !next || Date.parse(next.signFrom) > now.getTime() - keptSeconds * 1000;
    return recent || i >= keys.length - leastKept;
  });
}
