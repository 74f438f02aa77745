import type { Kube } from "@caravan/cluster";

/** What faults are put into: the cluster, and the embedded node on which it runs. */
export interface Ground {
  readonly kube: Kube;
  /** PID 1 of the node: its network namespace is the one that packets of pods go through. */
  readonly nodePid: number;
  /** The node's PID namespace, as `/proc/<pid>/ns/pid` links to it. */
  readonly nodeSpace: string;
}

/** A fault that is in force. */
export interface Inflicted {
  /** Ids of containers that Kubernetes must have replaced before the fault counts as healed. */
  readonly gone: readonly string[];
  /** How long it is to stay in force; 0 for what happens at once and is over, such as a kill. */
  readonly lastsSeconds: number;
  /** Takes the fault away. Safe to call twice. */
  end(): Promise<void>;
}

/** Puts a fault into the running system. Throws while what it is meant for does not run. */
export type Fault = (ground: Ground) => Promise<Inflicted>;
