import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { BusyElsewhere } from "./busy-elsewhere.ts";
import { explainFailure } from "./diagnose.ts";
import { ourLabel, ours, requireOurRelease } from "./installation.ts";
import type { Kube } from "./kube.ts";

/** The desired state of a Helm release. */
export interface Release {
  name: string;
  namespace: string;
  /** Folder of the chart. */
  chart: string;
  /** Whether this release does not read a file of the chart: a change of that file does not change the release. */
  unread?: (file: string) => boolean;
  /** Files with values, the later one wins. */
  valueFiles?: readonly string[];
  /** Values on top of the files. */
  values?: Record<string, unknown>;
}

/** The label of a release with the digest of its inputs, so that an unchanged one is skipped. */
export const digestLabel = "caravan-digest";

/**
 * Our deployed releases: `namespace/name` → digest. Helm stores a release's labels on its Secret; only labels of our own
 * releases are read.
 */
export const deployedReleases = async (kube: Kube): Promise<Map<string, string>> => {
  const columns = `custom-columns=IN:.metadata.namespace,NAME:.metadata.labels.name,DIGEST:.metadata.labels.${digestLabel}`;
  const selector = ["-l", `owner=helm,status=deployed,${ours}`, "--no-headers", "-o", columns];
  const table = await kube.kubectl(["get", "secrets", "--all-namespaces", ...selector]);
  const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
  return new Map(
    rows.flatMap(([namespace, name, digest = ""]) =>
      namespace && name ? [[`${namespace}/${name}`, digest]] : [],
    ),
  );
};

const addFolder = async (
  hash: ReturnType<typeof createHash>,
  { chart, unread }: Pick<Release, "chart" | "unread">,
  folder = "",
): Promise<void> => {
  for (const name of (await readdir(join(chart, folder))).sort()) {
    const file = join(folder, name);
    if (unread?.(file)) continue;
    hash.update(name);
    // Charts link to the folder of values: `stat` follows a link, as helm does.
    if ((await stat(join(chart, file))).isDirectory())
      await addFolder(hash, { chart, ...(unread && { unread }) }, file);
    else hash.update(await readFile(join(chart, file)));
  }
};

const digestOf = async (release: Release): Promise<string> => {
  const hash = createHash("sha256");
  await addFolder(hash, release);
  for (const file of release.valueFiles ?? []) hash.update(await readFile(file));
  return hash
    .update(JSON.stringify(release.values ?? {}))
    .digest("hex")
    .slice(0, 32);
};

/** On our own cluster we own every field of our objects, also where kubectl (such as `kubectl scale`) or another release set it before. */
const ownEveryField = ["--server-side=true", "--force-conflicts"];

/** Says of an operation that Helm refuses since another one goes on that it has not failed. */
const busyElsewhere = (name: string, error: unknown): unknown =>
  /another operation .*is in progress/.test(String(error))
    ? new BusyElsewhere(`Helm is changing ${name} already: it is another process.`)
    : error;

/**
 * Changes some values of a release for a while, and keeps the others. Does not wait for its pods.
 *
 * @param options.hooks whether the chart's hooks run, such as a migration; they do by default
 * @param options.digest what it counts as installed from then; default as before
 * @throws BusyElsewhere while Helm changes it already
 */
export const changeRelease = async (
  kube: Pick<Kube, "helm"> & Partial<Pick<Kube, "shared">>,
  { name, namespace, chart }: Pick<Release, "name" | "namespace" | "chart">,
  values: object,
  { hooks = true, digest }: { readonly hooks?: boolean; readonly digest?: string } = {},
): Promise<void> => {
  const flags = [
    ...["-n", namespace, "--reset-then-reuse-values"],
    ...(kube.shared ? [] : ownEveryField),
    ...(hooks ? [] : ["--no-hooks"]),
    ...(digest === undefined ? [] : ["--labels", `${digestLabel}=${digest}`]),
  ];
  await kube
    .helm(["upgrade", name, chart, ...flags, "-f", "-"], stringify(values))
    .catch((error: unknown) => Promise.reject(busyElsewhere(name, error)));
};

/** Takes a release on our own cluster back to a revision. Does not wait for its pods. */
export const rollBackRelease = async (
  kube: Pick<Kube, "helm">,
  { name, namespace }: Pick<Release, "name" | "namespace">,
  revision: number,
): Promise<void> => {
  await kube.helm(["rollback", name, String(revision), "-n", namespace, ...ownEveryField]);
};

/**
 * Installs or upgrades a release unless it is deployed from exactly these files and values. Does not wait for its pods.
 *
 * @returns whether it was installed or upgraded
 * @throws Trouble when a foreign release of this name exists, BusyElsewhere while Helm changes it already
 */
export const installRelease = async (
  kube: Kube,
  release: Release,
  deployed: Map<string, string>,
): Promise<boolean> => {
  const digest = await digestOf(release);
  if (deployed.get(`${release.namespace}/${release.name}`) === digest) return false;
  if (kube.shared && !deployed.has(`${release.namespace}/${release.name}`))
    await requireOurRelease(kube, release.namespace, release.name);
  const files = (release.valueFiles ?? []).flatMap((file) => ["--values", file]);
  const flags = [
    "--namespace",
    release.namespace,
    "--labels",
    `${digestLabel}=${digest},${ourLabel.key}=${ourLabel.value}`,
    "--history-max",
    "5",
  ];
  if (!kube.shared) flags.push(...ownEveryField, "--take-ownership");
  const args = ["upgrade", "--install", release.name, release.chart, ...flags, ...files, "--values", "-"];
  const explain = (error: unknown) => {
    const said = busyElsewhere(release.name, error);
    if (said !== error) throw said;
    return explainFailure(kube, release.namespace, release.name, error);
  };
  await kube.helm(args, stringify(release.values ?? {})).catch(explain);
  return true;
};
