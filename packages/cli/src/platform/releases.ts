import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { stringify } from "yaml";
import { explainFailure } from "./diagnose.ts";
import type { Kube } from "./kube.ts";

/** A Helm release as it should be. */
export interface Release {
  name: string;
  namespace: string;
  /** Folder of the chart. */
  chart: string;
  /** Files with values, the later one wins. */
  valueFiles?: readonly string[];
  /** Values on top of the files. */
  values?: Record<string, unknown>;
}

/** The label on a release that says what it was made of, so that an unchanged one is left alone. */
const digestLabel = "caravan-digest";

const Deployed = v.object({
  items: v.array(
    v.object({ metadata: v.object({ namespace: v.string(), labels: v.record(v.string(), v.string()) }) }),
  ),
});

/** What is deployed: `namespace/name` → digest. Helm keeps a release's labels on the Secret that holds it. */
export async function deployedReleases(kube: Kube): Promise<Map<string, string>> {
  const selector = ["-l", "owner=helm,status=deployed", "-o", "json"];
  const json = await kube.kubectl(["get", "secrets", "--all-namespaces", ...selector]);
  const { items } = v.parse(v.pipe(v.string(), v.parseJson(), Deployed), json);
  return new Map(
    items.map(({ metadata: { namespace, labels } }) => [
      `${namespace}/${labels.name}`,
      labels[digestLabel] ?? "",
    ]),
  );
}

async function addFolder(hash: ReturnType<typeof createHash>, folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
}

async function digestOf(release: Release): Promise<string> {
  const hash = createHash("sha256");
  await addFolder(hash, release.chart);
  for (const file of release.valueFiles ?? []) hash.update(await readFile(file));
  return hash
    .update(JSON.stringify(release.values ?? {}))
    .digest("hex")
    .slice(0, 32);
}

/**
 * Installs or upgrades a release unless it is deployed from just these files and values. Does not wait for its pods.
 *
 * @returns whether anything was done
 */
export async function installRelease(
  kube: Kube,
  release: Release,
  deployed: Map<string, string>,
): Promise<boolean> {
  const digest = await digestOf(release);
  if (deployed.get(`${release.namespace}/${release.name}`) === digest) return false;
  const files = (release.valueFiles ?? []).flatMap((file) => ["--values", file]);
  const flags = [
    "--namespace",
    release.namespace,
    "--create-namespace",
    "--labels",
    `${digestLabel}=${digest}`,
    "--history-max",
    "5",
  ];
  const args = ["upgrade", "--install", release.name, release.chart, ...flags, ...files, "--values", "-"];
  const explain = (error: unknown) => explainFailure(kube, release.namespace, release.name, error);
  await kube.helm(args, stringify(release.values ?? {})).catch(explain);
  return true;
}
