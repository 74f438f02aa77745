import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectKube, type Kube } from "@caravan/cluster";
import { ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";

/** The checkout that the proofs belong to. */
export const root = fileURLToPath(new URL("../../../..", import.meta.url));

const Status = v.object({
  shop: v.pipe(v.string(), v.url()),
  kubeconfig: v.string(),
  workloads: v.array(v.object({ workload: v.string(), ready: v.string(), weight: v.optional(v.number()) })),
});

/** The output of `./caravan status --json`. */
export type Status = v.InferOutput<typeof Status>;

/** Runs `./caravan` as a user would. */
export const caravan = (...args: string[]) => execa("./caravan", args, { cwd: root, stdin: "ignore" });

/** The state of the shop now. */
export const readStatus = async (): Promise<Status> => {
  const { stdout } = await caravan("status", "--json");
  return v.parse(Status, JSON.parse(stdout));
};

/**
 * Opens something once for each cluster that the proofs of a process mean, one after the other. A failure is not kept.
 *
 * @param keepSeconds it is opened anew when it is older
 */
export const oncePerCluster = <T>(
  open: () => Promise<T>,
  keepSeconds = Number.POSITIVE_INFINITY,
): (() => Promise<T>) => {
  const all = new Map<string | undefined, { readonly opened: Promise<T>; readonly until: number }>();
  return () => {
    const cluster = process.env.CARAVAN_INSTANCE;
    const known = all.get(cluster);
    if (known !== undefined && Date.now() < known.until) return known.opened;
    const opened = open();
    all.set(cluster, { opened, until: Date.now() + keepSeconds * 1000 });
    opened.catch(() => all.delete(cluster));
    return opened;
  };
};

/** The running shop. Fails with instructions when there is none. */
export const shop = oncePerCluster(() =>
  readStatus().catch((cause: unknown) => {
    throw new Error("The proofs need a running shop: ./caravan up", { cause });
  }),
);

/** The shop's cluster by kubectl and helm themselves: `./caravan kubectl` takes a second more, and proofs call it a thousand times. */
export const kube = oncePerCluster(async (): Promise<Kube> => {
  const [{ binDir }, { kubeconfig }] = await Promise.all([ensureTools(["kubectl", "helm"]), shop()]);
  return connectKube({ kubeconfig, binDirs: [binDir], helmHome: join(dirname(kubeconfig), "helm") });
});
