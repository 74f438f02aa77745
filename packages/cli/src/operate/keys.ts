import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import type { Kube } from "../platform/kube.ts";
import { generateSigningKey, type SigningKey, SigningKeys } from "../platform/signing-keys.ts";

/** So long a new key is only known before it signs: every Envoy has it by then. */
const noticeSeconds = 60;
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
  const keys = v.parse(SigningKeys, Buffer.from(secret.data.keys, "base64").toString());
  return { keys, resourceVersion: secret.metadata.resourceVersion };
}

/** Writes the keys, unless somebody else has since they were read. */
export async function writeKeys(kube: Kube, { keys, resourceVersion }: StoredKeys): Promise<void> {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "shop", resourceVersion },
    stringData: { keys: JSON.stringify(keys) },
  };
  await kube.apply(JSON.stringify(secret));
}

/** The key that signs at a moment: the newest whose time has come. */
export const signingAt = (keys: readonly SigningKey[], now: Date): SigningKey | undefined =>
  keys.findLast(({ signFrom }) => Date.parse(signFrom) <= now.getTime());

/**
 * The keys with one more, which signs once it is known everywhere, and without those that no living token needs.
 *
 * @throws Trouble when the last new key does not sign yet
 */
export function rotated(keys: readonly SigningKey[], now: Date): SigningKey[] {
  const waiting = keys.find(({ signFrom }) => Date.parse(signFrom) > now.getTime());
  if (waiting)
    throw new Trouble(`The newest key signs from ${waiting.signFrom} on.`, [
      "Wait until then: rotating faster would take keys away whose tokens are still in use.",
    ]);
  const all = [...keys, generateSigningKey(new Date(now.getTime() + noticeSeconds * 1000))];
  return all.filter((_key, i) => {
    const next = all[i + 1];
    const recent = !next || Date.parse(next.signFrom) > now.getTime() - keptSeconds * 1000;
    return recent || i >= all.length - leastKept;
  });
}
