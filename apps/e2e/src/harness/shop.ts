import { fileURLToPath } from "node:url";
import { embeddedKube, type Kube } from "@caravan/cluster";
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

let known: Promise<Status> | undefined;

/** The running shop. Fails with instructions when there is none. */
export const shop = (): Promise<Status> => {
  known ??= readStatus().catch((cause: unknown) => {
    throw new Error("The proofs need a running shop: ./caravan up", { cause });
  });
  return known;
};

let connected: Promise<Kube> | undefined;

/** The shop's cluster by kubectl and helm themselves: `./caravan kubectl` takes a second more, and proofs call it a thousand times. */
export const kube = (): Promise<Kube> => {
  connected ??= ensureTools(["kubectl", "helm"]).then(({ binDir }) => embeddedKube([binDir]));
  return connected;
};
