/** One cluster, reached with kubectl and helm. */
export interface Kube {
  /** Runs kubectl and returns its output. Throws with its error output when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  helm(args: readonly string[], input?: string): Promise<string>;
  /** Applies YAML, labelled as ours, as the owner of every field in it. On a shared cluster fields of other owners are not taken over. */
  apply(yaml: string): Promise<void>;
  /** Waits until a rollout (`deploy/istiod`) is complete. */
  rolledOut(namespace: string, workload: string, timeoutSeconds?: number): Promise<void>;
  /** For programs that are run with the terminal attached. */
  environment: Record<string, string>;
  kubeconfig: string;
  /** The context of the kubeconfig, when it is not the current one. */
  context?: string;
  /** Others may use this cluster. */
  shared: boolean;
}
