import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import type { ImageArchive } from "../images/archive.ts";
import { Trouble } from "../trouble.ts";
import { until } from "../until.ts";
import type { Addresses } from "./addresses.ts";
import { connectApiServer } from "./api-server.ts";
import { cgroupPaths, cgroupVersion, createCgroups, removeCgroups } from "./cgroups.ts";
import { connectContainerd, lastLines } from "./containerd.ts";
import { type Instance, linkMark } from "./instance.ts";
import { createPki } from "./pki.ts";
import { killNode, nodePid } from "./processes.ts";
import { removeLink } from "./slot.ts";

const script = resolve(import.meta.dirname, "../../cluster/node.sh");

export interface NodeOptions {
  instance: Instance;
  addresses: Addresses;
  /** Folder with the cluster's programs (etcd, kube-apiserver, containerd …). */
  binDir: string;
  pause: ImageArchive;
  signal?: AbortSignal;
}

/** A node that was started: its parts become ready one after the other. */
export interface BootingNode {
  /** The API server answers and the kubeconfig is in its place. */
  api: Promise<void>;
  /** containerd runs, is rid of the last boot's containers and has the pause image. */
  images: Promise<void>;
  /** The kubelet reports the node Ready. */
  ready: Promise<void>;
}

const cgroupName = (instance: Instance): string => `caravan-${instance.name}`;

/** Made when a boot needs nothing from the host any more; node.sh waits for it. */
const imagesReady = (instance: Instance) => join(instance.run, "images-ready");

/** Says whether a node runs and has been brought up far enough to go on by itself; one whose starter was killed may have not. */
export const nodeRuns = async (instance: Instance): Promise<boolean> => {
  const booted = existsSync(instance.kubeconfig) && existsSync(imagesReady(instance));
  return booted && (await nodePid(instance.run)) !== undefined;
};

const launch = ({ instance, addresses, binDir, pause }: NodeOptions): void => {
  const log = openSync(join(instance.run, "log", "node.log"), "a");
  const child = spawn("bash", [script, "launch", instance.run], {
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...process.env,
      CARAVAN_BIN: binDir,
      CARAVAN_NODE_NAME: addresses.nodeName,
      CARAVAN_NODE_ADDRESS: addresses.nodeAddress,
      CARAVAN_POD_RANGE: addresses.podRange,
      CARAVAN_SERVICE_RANGE: addresses.serviceRange,
      CARAVAN_DNS_ADDRESS: addresses.dnsAddress,
      CARAVAN_CONTAINERD: instance.containerd,
      CARAVAN_PAUSE_IMAGE: pause.reference,
      CARAVAN_CGROUP_VERSION: String(cgroupVersion()),
    },
  });
  child.unref();
  closeSync(log);
};

const connectLink = async (pid: number, instance: Instance, addresses: Addresses): Promise<void> => {
  const peer = ["peer", "name", "eth0", "netns", String(pid)];
  const link = [addresses.interface, "address", linkMark(instance), "type", "veth"];
  await execa("ip", ["link", "add", ...link, ...peer]);
  await execa("ip", ["addr", "add", `${addresses.hostAddress}/24`, "dev", addresses.interface]);
  await execa("ip", ["link", "set", addresses.interface, "up"]);
  for (const range of [addresses.podRange, addresses.serviceRange]) {
    await execa("ip", ["route", "add", range, "via", addresses.nodeAddress]);
  }
};

/** The host's way to the bank's page; kube-proxy in the node takes it from there. Also for a node that runs already. */
export const leadToBank = async ({ bankAddress, nodeAddress }: Addresses): Promise<void> => {
  await execa("ip", ["route", "replace", `${bankAddress}/32`, "via", nodeAddress]);
};

/** Starts a node; whatever an earlier one left is taken away first. Returns once the namespaces and the link to it exist. */
export const bootNode = async (options: NodeOptions): Promise<BootingNode> => {
  const { instance, addresses, binDir, pause, signal } = options;
  await stopNode(instance);
  await Promise.all(
    [join(instance.run, "log"), instance.containerd].map((path) =>
      mkdir(path, { recursive: true, mode: 0o700 }),
    ),
  );
  const cgroups = await cgroupPaths(cgroupName(instance));
  await writeFile(join(instance.run, "cgroups"), `${cgroups.join("\n")}\n`);
  const [kubeconfig] = await Promise.all([createPki(instance.run, addresses), createCgroups(cgroups)]);
  launch(options);
  const waiting = signal ? { signal } : {};
  const pid = await until("the node's namespaces", () => nodePid(instance.run), {
    ...waiting,
    timeoutSeconds: 20,
    intervalMilliseconds: 50,
  }).catch(async () => {
    throw new Trouble("The node's namespaces could not be made.", [await lastLines(instance.run, ["node"])]);
  });
  await connectLink(pid, instance, addresses);

  const server = await connectApiServer(instance.run, addresses.nodeAddress);
  const answers = async (path: string) => ((await server.get(path))?.status === 200 ? true : undefined);
  const api = until("the API server", () => answers("/readyz"), waiting)
    .then(() => writeFile(join(instance.run, "api-ready"), ""))
    .then(() => writeFile(instance.kubeconfig, kubeconfig, { mode: 0o600 }))
    .catch(explain(instance, ["node", "etcd", "apiserver"]));
  const images = connectContainerd(instance.run, binDir, signal)
    .then(async (containerd) => {
      await containerd.remove("containers", await containerd.containers());
      await containerd.load([pause]);
      await writeFile(imagesReady(instance), "");
    })
    .catch(explain(instance, ["node", "containerd"]));
  const ready = Promise.all([api, images])
    .then(() =>
      until(
        "the node",
        async () => nodeReady((await server.get(`/api/v1/nodes/${addresses.nodeName}`))?.body),
        waiting,
      ),
    )
    .then(() => undefined)
    .catch(explain(instance, ["kubelet", "containerd"]));
  for (const part of [api, images, ready]) part.catch(() => undefined);
  return { api, images, ready };
};

const NodeStatus = v.object({
  status: v.object({ conditions: v.array(v.object({ type: v.string(), status: v.string() })) }),
});

const nodeReady = (body: string | undefined): true | undefined => {
  const node = v.safeParse(v.pipe(v.string(), v.parseJson(), NodeStatus), body);
  if (!node.success) return undefined;
  return (
    node.output.status.conditions.some(({ type, status }) => type === "Ready" && status === "True") ||
    undefined
  );
};

const explain =
  (instance: Instance, logs: string[]): ((error: unknown) => Promise<never>) =>
  async (error) => {
    if (error instanceof Trouble) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Trouble(`The node did not come up: ${reason}`, [
      await lastLines(instance.run, logs),
      `All logs: ${join(instance.run, "log")}`,
    ]);
  };

/** Ends the node and takes away its processes, link, cgroups and run directory; keeps data, secrets, images and the last logs. */
export const stopNode = async (instance: Instance): Promise<void> => {
  const stubborn = await killNode(instance.run);
  await removeLink(instance);
  const recorded = await readFile(join(instance.run, "cgroups"), "utf8").catch(() => "");
  const groups = new Set([...recorded.split("\n"), ...(await cgroupPaths(cgroupName(instance)))]);
  const left = await removeCgroups([...groups].filter((path) => path !== ""));
  if (stubborn > 0 || left.length > 0) {
    throw new Trouble("Not everything of the last node would go away.", [
      ...(stubborn > 0
        ? [`${stubborn} processes of ${instance.run} do not die; see: ps -ef | grep node.sh`]
        : []),
      ...left.map((path) => `control group ${path}`),
    ]);
  }
  await rm(instance.lastLogs, { recursive: true, force: true });
  const log = join(instance.run, "log");
  await rename(log, instance.lastLogs).catch(() =>
    cp(log, instance.lastLogs, { recursive: true }).catch(() => undefined),
  );
  await rm(instance.run, { recursive: true, force: true });
  await rm(instance.kubeconfig, { force: true });
};
