import { delimiter } from "node:path";
import { execa } from "execa";
import { explainFailure } from "./diagnose.ts";

/** One cluster, reached with kubectl and helm. */
export interface Kube {
  /** Runs kubectl and returns what it printed. Throws with its words when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  helm(args: readonly string[], input?: string): Promise<string>;
  /** Applies YAML as the owner of every field in it. */
  apply(yaml: string): Promise<void>;
  /** Waits until a rollout (`deploy/istiod`) is complete. */
  rolledOut(namespace: string, workload: string, timeoutSeconds?: number): Promise<void>;
  /** For programs that are run with the terminal attached. */
  environment: Record<string, string>;
  kubeconfig: string;
  /** The context of the kubeconfig, when it is not the current one. */
  context?: string;
}

export interface KubeOptions {
  kubeconfig: string;
  /** A context of that kubeconfig; without it the current one. */
  context?: string;
  /** Folders with kubectl and helm, put in front of PATH. */
  binDirs: readonly string[];
  /** Where helm keeps its caches. */
  helmHome: string;
  signal?: AbortSignal;
}

export function connectKube({ kubeconfig, context, binDirs, helmHome, signal }: KubeOptions): Kube {
  const environment = {
    KUBECONFIG: kubeconfig,
    PATH: [...binDirs, process.env.PATH ?? ""].join(delimiter),
    HELM_CACHE_HOME: helmHome,
    HELM_CONFIG_HOME: helmHome,
    HELM_DATA_HOME: helmHome,
  };
  const run = async (program: string, args: readonly string[], input?: string) => {
    const options = { env: environment, input: input ?? "", ...(signal ? { cancelSignal: signal } : {}) };
    const { stdout } = await execa(program, args, options);
    return stdout;
  };
  const contextOf = (flag: string) => (context ? [flag, context] : []);
  const kubectl: Kube["kubectl"] = (args, input) =>
    run("kubectl", [...contextOf("--context"), ...args], input);
  const kube: Kube = {
    kubectl,
    helm: (args, input) => run("helm", [...contextOf("--kube-context"), ...args], input),
    async apply(yaml) {
      await kubectl(
        ["apply", "--server-side", "--force-conflicts", "--field-manager=caravan", "-f", "-"],
        yaml,
      );
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
    ...(context ? { context } : {}),
  };
  return kube;
}
