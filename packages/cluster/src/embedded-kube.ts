import { join } from "node:path";
import { connectKube } from "./connect-kube.ts";
import { instance } from "./instance.ts";
import type { Kube } from "./kube.ts";

/** Connects to the embedded cluster of this checkout. */
export const embeddedKube = (binDirs: readonly string[], signal?: AbortSignal): Kube => {
  const options = { kubeconfig: instance.kubeconfig, binDirs, helmHome: join(instance.directory, "helm") };
  return connectKube(signal ? { ...options, signal } : options);
};
