import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ensureTools, Trouble } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import { instance } from "../embedded.ts";
import { connectKube, type Kube } from "../platform/kube.ts";
import { looksLikeDevelopment } from "./context-name.ts";

/** An existing cluster that this checkout was brought up on, remembered for the commands after `up`. */
const Remembered = v.object({
  context: v.string(),
  kubeconfig: v.string(),
  registry: v.optional(v.string()),
});
type Remembered = v.InferOutput<typeof Remembered>;

const file = join(instance.directory, "context.json");

export async function rememberedContext(): Promise<Remembered | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Remembered), text);
  return parsed.success ? parsed.output : undefined;
}

export async function rememberContext(context: string, registry: string | undefined): Promise<void> {
  await mkdir(instance.directory, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify({ context, kubeconfig: kubeconfigOfUser(), registry }));
}

export async function forgetContext(): Promise<void> {
  await rm(file, { force: true });
}

function kubeconfigOfUser(): string {
  return process.env.KUBECONFIG || join(homedir(), ".kube", "config");
}

/** kubectl and helm for a context; the kubeconfig is the user's own and is not changed. */
export function contextKube(
  { context, kubeconfig }: Remembered,
  binDirs: readonly string[],
  signal?: AbortSignal,
): Kube {
  const options = { kubeconfig, context, binDirs, helmHome: join(instance.directory, "helm") };
  return connectKube(signal ? { ...options, signal } : options);
}

/**
 * Checks that a context exists, is meant for development or allowed with `--yes`, and answers.
 *
 * @throws Trouble saying which it is
 */
export async function openContext(context: string, yes: boolean, signal: AbortSignal): Promise<Kube> {
  const kubeconfig = kubeconfigOfUser();
  const { path, binDir } = await ensureTools(["kubectl", "helm"]);
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
  if (!yes && !looksLikeDevelopment(context)) {
    throw new Trouble(`"${context}" does not look like a development cluster.`, [
      "This installs Istio, Dapr, data stores and apps on it. If that is what you want, say so: --yes",
    ]);
  }
  const kube = contextKube({ context, kubeconfig }, [binDir], signal);
  await kube.kubectl(["get", "--raw", "/readyz"]).catch((cause: unknown) => {
    throw new Trouble(`The cluster of "${context}" does not answer.`, [
      cause instanceof Error ? cause.message : String(cause),
    ]);
  });
  return kube;
}
