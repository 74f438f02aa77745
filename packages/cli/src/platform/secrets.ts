import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import type { Kube } from "./kube.ts";
import { kubernetesSecrets } from "./kubernetes-secrets.ts";
import { generate, isCertificate, Secrets, secretNames, secretPlaces } from "./secret-values.ts";
import { makeStrangerCertificates } from "./strangers.ts";

/** Reads the secrets file, adds what is missing and keeps it readable by its owner only. */
export async function loadSecrets(
  path: string,
  names: readonly string[],
  known: Secrets = {},
): Promise<Secrets> {
  const text = await readFile(path, "utf8").catch(() => "{}");
  const stored = v.parse(v.pipe(v.string(), v.parseJson(), Secrets), text);
  const secrets = { ...stored, ...known };
  for (const name of names.filter((name) => !isCertificate(name))) secrets[name] ??= generate(name);
  if (names.some((name) => secrets[name] === undefined))
    Object.assign(secrets, await makeStrangerCertificates());
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

const Stored = v.object({
  items: v.array(
    v.object({
      metadata: v.object({ name: v.string(), namespace: v.string() }),
      data: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
});

/** Values that live in the cluster already; they win, because the data stores were set up with them and keys were rotated there. */
export async function secretsInCluster(kube: Kube, databases: readonly string[]): Promise<Secrets> {
  const json = await kube.kubectl(["get", "secrets", "--all-namespaces", "-o", "json"]);
  const { items } = v.parse(v.pipe(v.string(), v.parseJson(), Stored), json);
  const found: Secrets = {};
  for (const [value, [namespace, name, key]] of secretPlaces(databases)) {
    const secret = items.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    const encoded = secret?.data[key];
    if (encoded) found[value] = Buffer.from(encoded, "base64").toString();
  }
  return found;
}

/** Makes sure that the cluster has every secret of the platform. */
export async function applySecrets(kube: Kube, path: string, databases: readonly string[]): Promise<void> {
  const known = await secretsInCluster(kube, databases);
  const secrets = await loadSecrets(path, secretNames(databases), known);
  await kube.apply(
    JSON.stringify({ apiVersion: "v1", kind: "List", items: kubernetesSecrets(databases, secrets) }),
  );
}
