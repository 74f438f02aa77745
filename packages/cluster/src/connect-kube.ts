import { delimiter } from "node:path";
import { Trouble, until } from "@caravan/toolchain";
import { ExecaError, execa } from "execa";
import { explainFailure } from "./diagnose.ts";
import { objectsIn } from "./documents.ts";
import { labelled } from "./installation.ts";
import { isUnanswered } from "./is-unanswered.ts";
import type { Kube } from "./kube.ts";

/** Which cluster, and what it is reached with. */
export interface KubeOptions {
  kubeconfig: string;
  /** A context of that kubeconfig; without it the current one. */
  context?: string;
  /** Folders with kubectl and helm, put in front of PATH. */
  binDirs: readonly string[];
  /** Where helm keeps its caches. */
  helmHome: string;
  /** The cluster is shared: fields of others are not overwritten. */
  shared?: boolean;
  signal?: AbortSignal;
}

/** Connects to a cluster with the kubectl and helm of these folders. */
export const connectKube = (options: KubeOptions): Kube => {
  const { kubeconfig, context, binDirs, helmHome, shared = false, signal } = options;
  const environment = {
    KUBECONFIG: kubeconfig,
    PATH: [...binDirs, process.env.PATH ?? ""].join(delimiter),
    HELM_CACHE_HOME: helmHome,
    HELM_CONFIG_HOME: helmHome,
    HELM_DATA_HOME: helmHome,
  };
  const run = async (program: string, args: readonly string[], input?: string) => {
    const options = { env: environment, input: input ?? "", ...(signal ? { cancelSignal: signal } : {}) };
    const ask = async () => (await execa(program, args, options)).stdout;
    const patience = { timeoutSeconds: 60, intervalMilliseconds: 1_000, despiteFaults: isUnanswered };
    return until(`${program} ${args[0]}`, ask, { ...patience, signal });
  };
  const contextOf = (flag: string) => (context ? [flag, context] : []);
  const kubectl: Kube["kubectl"] = (args, input) =>
    run("kubectl", [...contextOf("--context"), ...args], input);
  const kube: Kube = {
    kubectl,
    helm: (args, input) => run("helm", [...contextOf("--kube-context"), ...args], input),
    async apply(yaml) {
      const items = objectsIn(yaml).map(labelled);
      const force = shared ? [] : ["--force-conflicts"];
      const args = ["apply", "--server-side", ...force, "--field-manager=caravan", "-f", "-"];
      await kubectl(args, JSON.stringify({ apiVersion: "v1", kind: "List", items })).catch(explainConflict);
    },
    async rolledOut(namespace, workload, timeoutSeconds = 240) {
      const wait = ["-n", namespace, "rollout", "status", workload, `--timeout=${timeoutSeconds}s`];
      const name = workload.slice(workload.indexOf("/") + 1);
      await kubectl(wait).catch((error) =>
        signal?.aborted ? Promise.reject(error) : explainFailure(kube, namespace, name, error),
      );
    },
    environment,
    kubeconfig,
    shared,
    ...(context ? { context } : {}),
  };
  return kube;
};

/** Explains a conflict with another owner of a field. */
const explainConflict = (error: unknown): never => {
  const said = error instanceof ExecaError ? String(error.stderr) : "";
  const conflicts = said.split("\n").filter((line) => /conflict/i.test(line));
  if (conflicts.length === 0) throw error;
  throw new Trouble("Others own fields on this cluster that Caravan would set; they are left as they are.", [
    ...conflicts.slice(0, 5),
    "Remove the other owner or that object; then run this again.",
  ]);
};
