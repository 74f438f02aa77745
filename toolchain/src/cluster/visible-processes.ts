import { readdir, readFile, readlink } from "node:fs/promises";

const read = (path: string) => readFile(path, "utf8").catch(() => "");

const processes = async (belongs: (pid: string) => Promise<boolean>): Promise<number[]> => {
  const pids = (await readdir("/proc")).filter((entry) => /^[0-9]+$/.test(entry));
  const found = await Promise.all(pids.map(async (pid) => ((await belongs(pid)) ? Number(pid) : undefined)));
  return found.filter((pid) => pid !== undefined);
};

/** The processes of containers, by the ids in their control groups, seen by their pids on this machine. */
export const processesOf = (ids: readonly string[]): Promise<number[]> =>
  processes(async (pid) => {
    const group = await read(`/proc/${pid}/cgroup`);
    return ids.some((id) => group.includes(id));
  });

/** The PID namespace of a process; empty when it has ended. */
export const pidSpaceOf = (pid: number | string): Promise<string> =>
  readlink(`/proc/${pid}/ns/pid`).catch(() => "");

/** The daemons of a node by that name, distinguished from another node's by their PID namespace. */
export const daemonsOf = ({ nodeSpace }: { readonly nodeSpace: string }, name: string): Promise<number[]> =>
  processes(async (pid) => {
    if (!(await read(`/proc/${pid}/comm`)).startsWith(name)) return false;
    return (await pidSpaceOf(pid)) === nodeSpace;
  });
