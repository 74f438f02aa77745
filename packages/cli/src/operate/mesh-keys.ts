import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "@caravan/toolchain";
import * as v from "valibot";
import type { Kube } from "../platform/kube.ts";
import { applyRequestAuthentication } from "../platform/request-authentication.ts";
import { type PublicKey, publicKeys, publicKeysIn, type SigningKey } from "../platform/signing-keys.ts";

/** Where Envoys verify our tokens: in every pod of the shop, and at its gateway. */
const namespaces = ["shop", "istio-ingress"];
const issuer = "urn:caravan:user";

const list = <S extends v.GenericSchema>(item: S) =>
  v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(item) }));

const Policy = v.object({
  spec: v.object({
    jwtRules: v.optional(v.array(v.object({ issuer: v.string(), jwks: v.optional(v.string(), "") })), []),
  }),
});

/** The key sets of the policies that verify our tokens, as they are in the cluster. */
async function policies(kube: Kube): Promise<PublicKey[][]> {
  const kind = "requestauthentications.security.istio.io";
  const texts = await Promise.all(
    namespaces.map((namespace) => kube.kubectl(["-n", namespace, "get", kind, "-o", "json"])),
  );
  const rules = texts
    .flatMap((text) => v.parse(list(Policy), text).items)
    .flatMap(({ spec }) => spec.jwtRules);
  return rules.filter((rule) => rule.issuer === issuer).map(({ jwks }) => publicKeysIn(jwks));
}

/** The ids of the keys that every policy trusts. */
export async function toldKeys(kube: Kube): Promise<ReadonlySet<string>> {
  const [first = new Set<string>(), ...others] = (await policies(kube)).map(
    (keys) => new Set(keys.map(({ kid }) => kid)),
  );
  return others.reduce((known, keys) => known.intersection(keys), first);
}

/** Writes the public halves into the policies; with `keep` those that stand there already stay. */
export async function tellMesh(kube: Kube, keys: readonly SigningKey[], keep: boolean): Promise<void> {
  const told = keep ? (await policies(kube)).flat() : [];
  const byId = new Map([...told, ...publicKeys(keys)].map((key) => [key.kid, key]));
  await applyRequestAuthentication(kube, JSON.stringify({ keys: [...byId.values()] }));
}

const Condition = v.object({ type: v.string(), status: v.string() });
const Container = v.object({ name: v.string() });
const Pod = v.object({
  metadata: v.object({
    name: v.string(),
    namespace: v.string(),
    deletionTimestamp: v.optional(v.string()),
  }),
  spec: v.object({ containers: v.array(Container), initContainers: v.optional(v.array(Container), []) }),
  status: v.object({ phase: v.string(), conditions: v.optional(v.array(Condition), []) }),
});
type Pod = v.InferOutput<typeof Pod>;

/** @throws Trouble when no istiod is there to bring anything to the Envoys */
export async function requireIstiod(kube: Kube): Promise<void> {
  const text = await kube.kubectl(["get", "pods", "--all-namespaces", "-l", "app=istiod", "-o", "json"]);
  const ready = v
    .parse(list(Pod), text)
    .items.some(({ status }) =>
      status.conditions.some(({ type, status }) => type === "Ready" && status === "True"),
    );
  if (ready) return;
  throw new Trouble("No istiod is ready, so the mesh cannot be told of a new key. Nothing is changed.", [
    "See what it lacks: ./caravan kubectl -n istio-system get pods",
  ]);
}

const runsEnvoy = ({ metadata, spec, status }: Pod): boolean =>
  status.phase === "Running" &&
  metadata.deletionTimestamp === undefined &&
  [...spec.containers, ...spec.initContainers].some(({ name }) => name === "istio-proxy");

const Dump = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ configs: v.array(v.looseObject({ active_state: v.optional(v.unknown()) })) }),
);

/** Whether an Envoy's configuration in force trusts these keys, wherever it verifies our tokens. */
export function trusts(dump: string, kids: readonly string[]): boolean {
  const parsed = v.safeParse(Dump, dump);
  if (!parsed.success) return false;
  const listeners = parsed.output.configs
    .map(({ active_state }) => JSON.stringify(active_state ?? {}))
    .filter((listener) => listener.includes(issuer));
  return listeners.length > 0 && listeners.every((text) => kids.every((kid) => text.includes(kid)));
}

/** An Envoy that hangs does not answer. */
const answerSeconds = 10;
const listeners = "config_dump?resource=dynamic_listeners";

async function envoyTrusts(kube: Kube, { metadata }: Pod, kids: readonly string[]): Promise<boolean> {
  const ask = ["-c", "istio-proxy", "--", "pilot-agent", "request", "GET", listeners];
  const dump = kube.kubectl(["-n", metadata.namespace, "exec", metadata.name, ...ask]).catch(() => "");
  return trusts(await Promise.race([dump, sleep(answerSeconds * 1000, "", { ref: false })]), kids);
}

/**
 * Waits until every Envoy that runs trusts these keys. Those that start later get them with everything else.
 *
 * @throws Trouble naming those that do not after `seconds`
 */
export async function envoysKnow(kube: Kube, kids: readonly string[], seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let late: Pod[];
  do {
    const texts = await Promise.all(
      namespaces.map((namespace) => kube.kubectl(["-n", namespace, "get", "pods", "-o", "json"])),
    );
    const pods = texts.flatMap((text) => v.parse(list(Pod), text).items).filter(runsEnvoy);
    const known = await Promise.all(pods.map((pod) => envoyTrusts(kube, pod, kids)));
    late = pods.filter((_, i) => !known[i]);
    if (late.length === 0) return;
    await sleep(1000);
  } while (Date.now() < end);
  throw new Trouble(
    `These Envoys have not taken the new key: ${late.map(({ metadata }) => metadata.name).join(", ")}.`,
    ["Nothing signs with it, so nothing is broken. See what they lack, then run it again: ./caravan status"],
  );
}
