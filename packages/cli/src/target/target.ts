import { homedir } from "node:os";
import { join } from "node:path";
import { instance } from "@caravan/cluster";
import { embedded, type KnownContext, readRemembered } from "./remembered.ts";

/** The target cluster of a command. */
export type Target =
  | { readonly embedded: true }
  | ({ readonly embedded: false; readonly context: string } & KnownContext);

/** Sets the target of this process and its children. */
const variable = "CARAVAN_TARGET";

/** The target of this process and its children: `embedded`, or a context. */
export const chooseTarget = (name: string): void => {
  process.env[variable] = name;
};

export const kubeconfigOfUser = (): string => process.env.KUBECONFIG || join(homedir(), ".kube", "config");

/** Resolves a name: a known context, or else a context of the user's kubeconfig. */
export const targetNamed = async (name: string): Promise<Target> => {
  if (name === embedded) return { embedded: true };
  const known = (await readRemembered()).contexts[name];
  return { embedded: false, context: name, ...(known ?? { kubeconfig: kubeconfigOfUser() }) };
};

/** The cluster that `--context` names, else the one that `use` or `up --context` made current, else the embedded one. */
export const currentTarget = async (): Promise<Target> =>
  targetNamed(process.env[variable] || (await readRemembered()).current);

export const targetName = (target: Target): string => (target.embedded ? embedded : target.context);

/** The first line of a command that changes a cluster. */
export const describeTarget = (target: Target): string =>
  target.embedded
    ? `Target: embedded cluster (instance ${instance.name})`
    : `Target: context ${target.context} (kubeconfig ${target.kubeconfig})`;
