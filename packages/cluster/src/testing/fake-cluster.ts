import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { moduleVersion } from "@caravan/toolchain";
import { connectKube } from "../connect-kube.ts";
import type { Kube } from "../kube.ts";

/** A Kubernetes object of a test. */
export interface Thing {
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [part: string]: unknown;
}

/** A fake shared cluster, behind a fake kubectl and a fake helm. */
export interface FakeCluster {
  kube: Kube;
  things(): Promise<Thing[]>;
  /** Its calls, one command per line. */
  calls(): Promise<string[]>;
  /** Those of the calls that change something. */
  changes(): Promise<string[]>;
  /** The environment of programs that use this cluster, behind the contexts `kind-x` and `production`. */
  environment: Record<string, string>;
  /** Removed with the cluster. */
  folder: string;
  end(): Promise<void>;
}

const program = resolve(import.meta.dirname, "fake-kubectl.ts");

/** Makes a cluster with these objects in it. */
export const openFakeCluster = async (things: readonly Thing[], shared = true): Promise<FakeCluster> => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-fake-cluster-"));
  const bin = join(folder, "bin");
  await mkdir(bin);
  await writeFile(join(folder, "objects.json"), JSON.stringify(things));
  await writeFile(join(folder, "calls.log"), "");
  await writeFile(join(folder, "kubeconfig"), "");
  for (const name of ["kubectl", "helm"]) {
    await writeFile(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${program}" ${name} "$@"\n`);
    await chmod(join(bin, name), 0o755);
  }
  const variables = {
    FAKE_CLUSTER: folder,
    FAKE_KUBECTL_VERSION: `Client Version: ${moduleVersion("kubernetes")}`,
    FAKE_HELM_VERSION: moduleVersion("helm"),
  };
  const calls = async () =>
    (await readFile(join(folder, "calls.log"), "utf8")).split("\n").filter((line) => line !== "");
  const kube = connectKube({
    kubeconfig: join(folder, "kubeconfig"),
    ...(shared ? { context: "kind-x" } : {}),
    shared,
    binDirs: [bin],
    helmHome: folder,
  });
  Object.assign(process.env, variables);
  return {
    kube,
    folder,
    environment: {
      ...variables,
      PATH: [bin, process.env.PATH ?? ""].join(delimiter),
      KUBECONFIG: join(folder, "kubeconfig"),
    },
    things: async () => JSON.parse(await readFile(join(folder, "objects.json"), "utf8")) as Thing[],
    calls,
    changes: async () =>
      (await calls()).filter((line) => / (apply|delete|upgrade|uninstall|patch) /.test(`${line} `)),
    end: () => rm(folder, { recursive: true }),
  };
};
