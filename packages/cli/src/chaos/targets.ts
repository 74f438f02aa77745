import { readdir, readFile, readlink } from "node:fs/promises";
import { Trouble } from "@caravan/toolchain";
import { readContainers } from "../bench/processes/containers.ts";
import type { Container } from "../bench/processes/parts.ts";
import { deployedApps } from "../platform/apps.ts";
import type { Kube } from "../platform/kube.ts";
import { namespaceOf } from "../platform/strangers.ts";

/** Everything that a run kills, as `owner/container`: each app, its daprd and its Envoy, both data stores, both control planes. */
export async function chaosTargets(): Promise<string[]> {
  const apps = (await deployedApps()).filter((app) => namespaceOf(app) === "shop");
  const parts = apps.flatMap((app) => [app, "daprd", "istio-proxy"].map((part) => `${app}/${part}`));
  return [...parts, "redis/redis", "mariadb/mariadb", "istiod/discovery", "node/kube-apiserver"];
}

const ownerOf = ({ app, pod }: Container): string => app ?? pod.replace(/-[0-9a-f]{6,10}-[a-z0-9]{5}$/, "");

const containersOf = async (kube: Kube, target: string): Promise<string[]> => {
  const [owner, name] = target.split("/");
  const containers = await readContainers(kube);
  return [...containers]
    .filter(([, container]) => ownerOf(container) === owner && container.name === name)
    .map(([id]) => id);
};

const processes = async (belongs: (pid: string) => Promise<boolean>): Promise<number[]> => {
  const pids = (await readdir("/proc")).filter((entry) => /^[0-9]+$/.test(entry));
  const found = await Promise.all(pids.map(async (pid) => ((await belongs(pid)) ? Number(pid) : undefined)));
  return found.filter((pid) => pid !== undefined);
};

const read = (path: string) => readFile(path, "utf8").catch(() => "");

/** The API server of this checkout's node, told from another one's by the cluster's own certificates. */
const apiServers = async (nodeSpace: string): Promise<number[]> =>
  processes(async (pid) => {
    if (!(await read(`/proc/${pid}/comm`)).startsWith("kube-apiserver")) return false;
    return (await readlink(`/proc/${pid}/ns/pid`).catch(() => "")) === nodeSpace;
  });

/**
 * Kills every process of a target with SIGKILL, as the kernel's out-of-memory killer would.
 *
 * @returns the container ids that were killed; none for the API server
 * @throws Trouble when nothing of that name runs
 */
export async function killTarget(kube: Kube, nodeSpace: string, target: string): Promise<string[]> {
  const isApiServer = target === "node/kube-apiserver";
  const ids = isApiServer ? [] : await containersOf(kube, target);
  const victims = isApiServer
    ? await apiServers(nodeSpace)
    : await processes(async (pid) => {
        const group = await read(`/proc/${pid}/cgroup`);
        return ids.some((id) => group.includes(id));
      });
  if (victims.length === 0)
    throw new Trouble(`Nothing named ${target} runs here.`, [
      `Targets: ${(await chaosTargets()).join(", ")}`,
    ]);
  for (const pid of victims) process.kill(pid, "SIGKILL");
  return ids;
}
