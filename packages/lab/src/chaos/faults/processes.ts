import { readdir, readFile, readlink } from "node:fs/promises";
import { Trouble } from "@caravan/toolchain";
import { readContainers } from "../../bench/processes/containers.ts";
import type { Container } from "../../bench/processes/parts.ts";
import type { Ground } from "./fault.ts";

const read = (path: string) => readFile(path, "utf8").catch(() => "");

const processes = async (belongs: (pid: string) => Promise<boolean>): Promise<number[]> => {
  const pids = (await readdir("/proc")).filter((entry) => /^[0-9]+$/.test(entry));
  const found = await Promise.all(pids.map(async (pid) => ((await belongs(pid)) ? Number(pid) : undefined)));
  return found.filter((pid) => pid !== undefined);
};

/** The processes of containers, by the ids in their control groups. */
export const processesOf = (ids: readonly string[]): Promise<number[]> =>
  processes(async (pid) => {
    const group = await read(`/proc/${pid}/cgroup`);
    return ids.some((id) => group.includes(id));
  });

/** The daemons of this checkout's node by that name, distinguished from another node's by their PID namespace. */
export const daemonsOf = ({ nodeSpace }: Pick<Ground, "nodeSpace">, name: string): Promise<number[]> =>
  processes(async (pid) => {
    if (!(await read(`/proc/${pid}/comm`)).startsWith(name)) return false;
    return (await readlink(`/proc/${pid}/ns/pid`).catch(() => "")) === nodeSpace;
  });

const ownerOf = ({ app, pod }: Container): string => app ?? pod.replace(/-[0-9a-f]{6,10}-[a-z0-9]{5}$/, "");

/** A running container and its id. */
export interface RunningContainer extends Container {
  readonly id: string;
}

/**
 * The containers `owner/name` that run, such as `order/daprd`: one per pod.
 *
 * @throws Trouble when none does
 */
export const containersOf = async (
  { kube }: Pick<Ground, "kube">,
  target: string,
): Promise<RunningContainer[]> => {
  const [owner, name] = target.split("/");
  const found = [...(await readContainers(kube))]
    .filter(([id, container]) => id !== "" && ownerOf(container) === owner && container.name === name)
    .map(([id, container]) => ({ ...container, id }));
  if (found.length === 0) throw new Trouble(`No container ${target} runs.`, ["See: ./caravan status"]);
  return found;
};
