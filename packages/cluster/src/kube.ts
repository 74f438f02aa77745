/** One cluster, reached with kubectl and helm. */
export interface Kube {
  /** Runs kubectl and returns what it printed. Throws with its words when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  helm(args: readonly string[], input?: string): Promise<string>;
  /** Applies YAML, labelled as ours, as the owner of every field in it. On a shared cluster nothing is taken from other owners. */
  apply(yaml: string): Promise<void>;
  /** Waits until a rollout (`deploy/istiod`) is complete. */
  rolledOut(namespace: string, workload: string, timeoutSeconds?: number): Promise<void>;
  /** For programs that are run with the terminal attached. */
  environment: Record<string, string>;
  kubeconfig: string;
  /** The context of the kubeconfig, when it is not the current one. */
  context?: string;
  /** Others may have things on this cluster. */
  shared: boolean;
}
