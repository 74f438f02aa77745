import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Kube } from "@caravan/cluster";
import * as v from "valibot";
import { type KubernetesSecret, kubernetesSecrets } from "./kubernetes-secrets.ts";
import { makePartnerCertificates } from "./partners.ts";
import { generate, isCertificate, Secrets, secretNames, secretPlaces } from "./secret-values.ts";

/** Adds missing values to the known ones. */
const complete = async (names: readonly string[], known: Secrets): Promise<Secrets> => {
  const secrets = { ...known };
  for (const name of names.filter((name) => !isCertificate(name))) secrets[name] ??= generate(name);
  if (names.some((name) => secrets[name] === undefined))
    Object.assign(secrets, await makePartnerCertificates());
  return secrets;
};

/** Reads the secrets file, adds missing values and keeps it readable by its owner only. */
export const loadSecrets = async (
  path: string,
  names: readonly string[],
  known: Secrets = {},
): Promise<Secrets> => {
  const text = await readFile(path, "utf8").catch(() => "{}");
  const stored = v.parse(v.pipe(v.string(), v.parseJson(), Secrets), text);
  const secrets = await complete(names, { ...stored, ...known });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
};

const Stored = v.object({
  metadata: v.object({ name: v.string() }),
  data: v.optional(v.record(v.string(), v.string()), {}),
});
const List = v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(Stored) }));

/** Our Secrets in one namespace, read by name: those of others are not read. */
const readSecrets = async (kube: Kube, namespace: string, names: readonly string[]) => {
  // A single object would come without a list around it.
  const args = ["secrets", ...names, "--ignore-not-found", "--output=json"];
  const json = await kube.kubectl(["-n", namespace, "get", ...args]);
  if (json.trim() === "") return [];
  return names.length > 1
    ? v.parse(List, json).items
    : [v.parse(v.pipe(v.string(), v.parseJson(), Stored), json)];
};

/** Values that live in the cluster already; they win, because the data stores were set up with them and keys were rotated there. */
export const secretsInCluster = async (kube: Kube, databases: readonly string[]): Promise<Secrets> => {
  const places = [...secretPlaces(databases)];
  const namespaces = new Map<string, Set<string>>();
  for (const [, [namespace, name]] of places)
    namespaces.set(namespace, (namespaces.get(namespace) ?? new Set()).add(name));
  const found: Secrets = {};
  for (const [namespace, names] of namespaces) {
    const secrets = await readSecrets(kube, namespace, [...names]);
    for (const [value, [place, name, key]] of places) {
      const encoded =
        place === namespace && secrets.find(({ metadata }) => metadata.name === name)?.data[key];
      if (encoded) found[value] = Buffer.from(encoded, "base64").toString();
    }
  }
  return found;
};

/** As `data`: of `stringData` the API server keeps no owner by key, and a key that is not applied any more would stay. */
const encoded = ({ stringData, ...secret }: KubernetesSecret) => ({
  ...secret,
  data: Object.fromEntries(
    Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text).toString("base64")]),
  ),
});

/**
 * Creates the missing secrets of the platform in the cluster.
 *
 * @param path the file for the next boot; undefined for a cluster that stores them itself: none is written here
 */
export const applySecrets = async (
  kube: Kube,
  path: string | undefined,
  databases: readonly string[],
): Promise<void> => {
  const known = await secretsInCluster(kube, databases);
  const names = secretNames(databases);
  const secrets = path === undefined ? await complete(names, known) : await loadSecrets(path, names, known);
  const items = kubernetesSecrets(databases, secrets).map(encoded);
  await kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
};
