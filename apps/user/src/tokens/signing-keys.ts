import { setTimeout as sleep } from "node:timers/promises";
import { type SigningKey, SigningKeySet } from "@caravan/contracts";
import { importJWK } from "jose";
import * as v from "valibot";

const Secret = v.object({ keys: SigningKeySet });

const reloadTimeoutSeconds = 5;

type PrivateKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>;

interface LoadedKey {
  readonly kid: string;
  readonly signFrom: Date;
  readonly privateKey: PrivateKey;
  readonly publicJwk: object;
}

/** The keys that access tokens are signed with. */
export interface SigningKeys {
  /** The newest key that may sign now. */
  current(): { readonly kid: string; readonly privateKey: PrivateKey };
  /** The public half of every key, future and past ones included. @see RFC 7517 section 5 */
  publicKeys(): { readonly keys: readonly object[] };
  /** Reads the secret again. When it cannot be read or used the current keys are kept. @throws Error */
  reload(): Promise<void>;
}

/**
 * Opens the keys of a secret.
 *
 * @throws Error when it holds no key that may sign now
 */
export const openSigningKeys = async (
  readSecret: () => Promise<unknown>,
  now: () => Date,
): Promise<SigningKeys> => {
  const load = async (): Promise<LoadedKey[]> => {
    const loaded = await Promise.all(parseKeys(await readSecret()).map(loadKey));
    if (newest(loaded, now()) === undefined) throw unusable("no key may sign yet");
    return loaded;
  };
  let keys = await load();
  return {
    current() {
      const key = newest(keys, now());
      if (key === undefined) throw unusable("no key may sign yet");
      return key;
    },
    publicKeys: () => ({ keys: keys.map(({ publicJwk }) => publicJwk) }),
    async reload() {
      keys = await Promise.race([load(), tooLong()]);
    },
  };
};

/** A hanging read must not hold up the shutdown. */
const tooLong = async (): Promise<never> => {
  await sleep(reloadTimeoutSeconds * 1000, undefined, { ref: false });
  throw unusable("it cannot be read at the moment");
};

const newest = (keys: readonly LoadedKey[], now: Date): LoadedKey | undefined =>
  keys
    .filter(({ signFrom }) => signFrom <= now)
    .reduce<LoadedKey | undefined>(
      (best, key) => (best !== undefined && best.signFrom > key.signFrom ? best : key),
      undefined,
    );

const loadKey = async ({ kid, signFrom, privateJwk }: SigningKey): Promise<LoadedKey> => {
  const { kty, crv, x, y } = privateJwk;
  const privateKey = await importJWK(privateJwk, "ES256").catch(() => undefined);
  if (privateKey === undefined || privateKey instanceof Uint8Array) throw unusable(`${kid} is not a key`);
  const publicJwk = { kty, crv, x, y, kid, use: "sig", alg: "ES256" };
  return { kid, signFrom: new Date(signFrom), privateKey, publicJwk };
};

/** Describes where the secret is wrong, never its content, since errors are logged. */
const parseKeys = (secret: unknown): v.InferOutput<typeof Secret>["keys"] => {
  const result = v.safeParse(Secret, secret);
  if (result.success) return result.output.keys;
  throw unusable(
    result.issues.map((issue) => `${v.getDotPath(issue) ?? "it"} is missing or wrong`).join(", "),
  );
};

const unusable = (why: string): Error => new Error(`secret user-signing-keys cannot be used: ${why}`);
