import type { Kube } from "@caravan/cluster";
import { envoyNamespaces, everyEnvoy } from "@caravan/cluster";
import { type SigningKey, tokenIssuer } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import { type PublicKey, publicKeys, publicKeysIn } from "./signing-keys.ts";

const Policy = v.object({
  spec: v.object({
    jwtRules: v.optional(v.array(v.object({ issuer: v.string(), jwks: v.optional(v.string(), "") })), []),
  }),
});

const Policies = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(Policy) }));

/** The key sets of the policies that verify our tokens, as they are in the cluster. */
const policies = async (kube: Kube): Promise<PublicKey[][]> => {
  const kind = "requestauthentications.security.istio.io";
  const texts = await Promise.all(
    envoyNamespaces.map((namespace) => kube.kubectl(["-n", namespace, "get", kind, "-o", "json"])),
  );
  const rules = texts.flatMap((text) => v.parse(Policies, text).items).flatMap(({ spec }) => spec.jwtRules);
  return rules.filter((rule) => rule.issuer === tokenIssuer).map(({ jwks }) => publicKeysIn(jwks));
};

/** The ids of the keys that every policy trusts. */
export const toldKeys = async (kube: Kube): Promise<ReadonlySet<string>> => {
  const [first = new Set<string>(), ...others] = (await policies(kube)).map(
    (keys) => new Set(keys.map(({ kid }) => kid)),
  );
  return others.reduce((known, keys) => known.intersection(keys), first);
};

/** Writes the public halves into the policies; with `keep` existing ones stay. */
export const tellMesh = async (
  kube: Kube,
  keys: readonly SigningKey[],
  keep: boolean,
  applyKeySet: (keySet: string) => Promise<void>,
): Promise<void> => {
  const told = keep ? (await policies(kube)).flat() : [];
  const byId = new Map([...told, ...publicKeys(keys)].map((key) => [key.kid, key]));
  await applyKeySet(JSON.stringify({ keys: [...byId.values()] }));
};

const Dump = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ configs: v.array(v.looseObject({ active_state: v.optional(v.unknown()) })) }),
);

/** Whether an Envoy's active configuration trusts these keys in every listener that verifies our tokens. */
export const trusts = (dump: string, kids: readonly string[]): boolean => {
  const parsed = v.safeParse(Dump, dump);
  if (!parsed.success) return false;
  const listeners = parsed.output.configs
    .map(({ active_state }) => JSON.stringify(active_state ?? {}))
    .filter((listener) => listener.includes(tokenIssuer));
  return listeners.length > 0 && listeners.every((text) => kids.every((kid) => text.includes(kid)));
};

/**
 * Waits until every running Envoy trusts these keys.
 *
 * @throws Trouble naming those that do not after `seconds`
 */
export const envoysKnow = async (kube: Kube, kids: readonly string[], seconds = 60): Promise<void> => {
  const late = await everyEnvoy(kube, "dynamic_listeners", (said) => trusts(said, kids), seconds);
  if (late.length === 0) return;
  throw new Trouble(`These Envoys do not have the new key: ${late.join(", ")}.`, [
    "It does not sign yet, so no token is affected. Find the cause, then run it again: ./caravan status",
  ]);
};
