import { homedir } from "node:os";
import { join } from "node:path";
import { instance } from "@caravan/cluster";
import { embedded, type KnownContext, readRemembered } from "./remembered.ts";

/** The one cluster that a command is about. */
export type Target =
  | { readonly embedded: true }
  | ({ readonly embedded: false; readonly context: string } & KnownContext);

/** Chooses the target of this process, and of all it starts. */
const variable = "CARAVAN_TARGET";

/** From here on this process and its children mean that cluster: `embedded`, or a context. */
export function chooseTarget(name: string): void {
  process.env[variable] = name;
}

export function kubeconfigOfUser(): string {
  return process.env.KUBECONFIG || join(homedir(), ".kube", "config");
}

/** What a name means: what is known of that context, or else a context of the user's kubeconfig. */
export async function targetNamed(name: string): Promise<Target> {
  if (name === embedded) return { embedded: true };
  const known = (await readRemembered()).contexts[name];
  return { embedded: false, context: name, ...(known ?? { kubeconfig: kubeconfigOfUser() }) };
}

/** The cluster that `--context` names, else the one that `use` or `up --context` made current, else the embedded one. */
export async function currentTarget(): Promise<Target> {
  return targetNamed(process.env[variable] || (await readRemembered()).current);
}

export function targetName(target: Target): string {
  return target.embedded ? embedded : target.context;
}

/** For the first line of whatever changes a cluster. */
export function describeTarget(target: Target): string {
  return target.embedded
    ? `Target: embedded cluster (instance ${instance.name})`
    : `Target: context ${target.context} (kubeconfig ${target.kubeconfig})`;
}
