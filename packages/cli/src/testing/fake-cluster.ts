import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { moduleVersion } from "@caravan/toolchain";
import { execa } from "execa";
import { connectKube, type Kube } from "../platform/kube.ts";

/** A Kubernetes object as a test writes it down. */
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

/** A cluster that others use as well, behind a kubectl and a helm that only pretend. */
export interface FakeCluster {
  kube: Kube;
  things(): Promise<Thing[]>;
  /** What was asked of it, a command a line. */
  calls(): Promise<string[]>;
  /** Those of the calls that change something. */
  changes(): Promise<string[]>;
  /** Runs the command line with this cluster behind the contexts `kind-x` and `production`. */
  caravan(...args: string[]): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>;
  state: string;
  end(): Promise<void>;
}

const program = resolve(import.meta.dirname, "fake-kubectl.ts");
const main = resolve(import.meta.dirname, "../main.ts");

/** Makes a cluster with these objects in it. */
export async function openFakeCluster(things: readonly Thing[], shared = true): Promise<FakeCluster> {
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
  const environment = {
    FAKE_CLUSTER: folder,
    FAKE_KUBECTL_VERSION: `Client Version: ${moduleVersion("kubernetes")}`,
    FAKE_HELM_VERSION: moduleVersion("helm"),
  };
  const state = join(folder, "state");
  const calls = async () =>
    (await readFile(join(folder, "calls.log"), "utf8")).split("\n").filter((line) => line !== "");
  const kube = connectKube({
    kubeconfig: join(folder, "kubeconfig"),
    ...(shared ? { context: "kind-x" } : {}),
    shared,
    binDirs: [bin],
    helmHome: folder,
  });
  Object.assign(process.env, environment);
  return {
    kube,
    state,
    things: async () => JSON.parse(await readFile(join(folder, "objects.json"), "utf8")) as Thing[],
    calls,
    changes: async () =>
      (await calls()).filter((line) => / (apply|delete|upgrade|uninstall|patch) /.test(`${line} `)),
    async caravan(...args) {
      const { CARAVAN_TARGET: _, ...others } = process.env;
      const env = {
        ...others,
        ...environment,
        PATH: [bin, process.env.PATH ?? ""].join(delimiter),
        XDG_STATE_HOME: state,
        XDG_CACHE_HOME: join(folder, "cache"),
        KUBECONFIG: join(folder, "kubeconfig"),
        CARAVAN_INSTANCE: "fake",
      };
      const options = { env, extendEnv: false, reject: false, stdin: "ignore" } as const;
      const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], options);
      return { exitCode, stdout, stderr };
    },
    end: () => rm(folder, { recursive: true }),
  };
}
