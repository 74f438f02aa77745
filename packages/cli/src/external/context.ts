import { join } from "node:path";
import { connectKube, instance, type Kube } from "@caravan/cluster";
import { ensureTools, Trouble } from "@caravan/toolchain";
import { execa } from "execa";
import { looksLikeDevelopment } from "./context-name.ts";

/** A context of a kubeconfig. */
interface Place {
  context: string;
  kubeconfig: string;
}

/** kubectl and helm for a context; the user's kubeconfig is not changed. */
export const contextKube = (
  { context, kubeconfig }: Place,
  binDirs: readonly string[],
  signal?: AbortSignal,
): Kube => {
  const options = { kubeconfig, context, binDirs, helmHome: join(instance.directory, "helm"), shared: true };
  return connectKube(signal ? { ...options, signal } : options);
};

/** @throws Trouble naming the existing contexts */
export const requireContext = async ({ context, kubeconfig }: Place): Promise<void> => {
  const { path } = await ensureTools(["kubectl"]);
  const { stdout } = await execa(path("kubectl"), ["config", "get-contexts", "-o", "name"], {
    env: { KUBECONFIG: kubeconfig },
    reject: false,
  });
  const names = (stdout ?? "").split("\n").filter((name) => name !== "");
  if (!names.includes(context)) {
    throw new Trouble(`There is no context "${context}" in ${kubeconfig}.`, [
      `There are: ${names.join(", ") || "none"}.`,
    ]);
  }
};

/**
 * Checks that a context exists, looks like development or is allowed with `--yes`, and answers.
 *
 * @throws Trouble with the failed check
 */
export const openContext = async (place: Place, yes: boolean, signal: AbortSignal): Promise<Kube> => {
  const { context } = place;
  await requireContext(place);
  if (!yes && !looksLikeDevelopment(context)) {
    throw new Trouble(`"${context}" does not look like a development cluster.`, [
      "This installs Istio, Dapr, data stores and apps on it. To confirm: --yes",
    ]);
  }
  const { binDir } = await ensureTools(["kubectl", "helm"]);
  const kube = contextKube(place, [binDir], signal);
  await kube.kubectl(["get", "--raw", "/readyz"]).catch((cause: unknown) => {
    throw new Trouble(`The cluster of "${context}" does not answer.`, [
      cause instanceof Error ? cause.message : String(cause),
    ]);
  });
  return kube;
};
