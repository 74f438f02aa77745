import type { Kube } from "@caravan/cluster";

/** The target of faults: the cluster, and its embedded node. */
export interface Ground {
  readonly kube: Kube;
  /** PID 1 of the node: packets of pods pass through its network namespace. */
  readonly nodePid: number;
  /** The node's PID namespace, as `/proc/<pid>/ns/pid` links to it. */
  readonly nodeSpace: string;
}

/** An active fault. */
export interface Inflicted {
  /** Ids of containers that Kubernetes must have replaced before the fault counts as healed. */
  readonly gone: readonly string[];
  /** Its duration; 0 for an instant fault such as a kill. */
  readonly lastsSeconds: number;
  /** Removes the fault. Safe to call twice. */
  end(): Promise<void>;
}

/** Injects a fault into the running system. Throws while its target does not run. */
export type Fault = (ground: Ground) => Promise<Inflicted>;
