import type { Kube } from "@caravan/cluster";
import { type SigningKey, SigningKeySet } from "@caravan/contracts";
import { namespaces, Trouble } from "@caravan/toolchain";
import * as v from "valibot";

/** The delay before a new key signs, after every Envoy has it: user publishes it meanwhile. */
export const noticeSeconds = 60;
/** The least number of keys that stay. */
const leastKept = 3;
/** How long a key stays after its successor began to sign: longer than the lifetime of an access token. */
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

export const readKeys = async (kube: Kube): Promise<StoredKeys> => {
  const secret = v.parse(
    Stored,
    await kube.kubectl(["-n", namespaces.shop, "get", "secret", name, "-o", "json"]),
  );
  const keys = v.parse(SigningKeySet, Buffer.from(secret.data.keys, "base64").toString());
  return { keys, resourceVersion: secret.metadata.resourceVersion };
};

/** Writes the keys, unless the Secret has changed since it was read. */
export const writeKeys = async (kube: Kube, { keys, resourceVersion }: StoredKeys): Promise<void> => {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: namespaces.shop, resourceVersion },
    data: { keys: Buffer.from(JSON.stringify(keys)).toString("base64") },
  };
  await kube.apply(JSON.stringify(secret));
};

/** The key that signs at a time: the newest that may. */
export const signingAt = (keys: readonly SigningKey[], now: Date): SigningKey | undefined =>
  keys.findLast(({ signFrom }) => Date.parse(signFrom) <= now.getTime());

/** @throws Trouble when the newest key does not sign yet */
export const requireRipe = (keys: readonly SigningKey[], now: Date): void => {
  const waiting = keys.find(({ signFrom }) => Date.parse(signFrom) > now.getTime());
  if (!waiting) return;
  throw new Trouble(`The newest key signs from ${waiting.signFrom} on, and the mesh already trusts it.`, [
    "Wait until then: faster rotations would remove keys whose tokens are still valid.",
  ]);
};

/** The keys without those that no valid token needs. */
export const withoutRetired = (keys: readonly SigningKey[], now: Date): SigningKey[] =>
  keys.filter((_key, i) => {
    const next = keys[i + 1];
    const recent = !next || Date.parse(next.signFrom) > now.getTime() - keptSeconds * 1000;
    return recent || i >= keys.length - leastKept;
  });
