import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Controllers the kubelet wants on a host with cgroup v1, and systemd's named hierarchy, where the host has them. */
const controllers = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids", "systemd"];

export type CgroupVersion = 1 | 2;

/** cgroup v2 alone, or v1 (also the mixed set-up, whose controllers are v1). */
export const cgroupVersion = (): CgroupVersion => (existsSync("/sys/fs/cgroup/cgroup.controllers") ? 2 : 1);

/** The line of /proc/self/cgroup for one controller → the caller's own group in it. */
export const ownGroup = (selfCgroup: string, controller: string): string | undefined => {
  for (const line of selfCgroup.split("\n")) {
    const [, names = "", ...path] = line.split(":");
    if (names.split(",").some((name) => name === controller || name === `name=${controller}`))
      return path.join(":");
  }
  return undefined;
};

/**
 * Folders of the node's control groups. With v1 they are children of the caller's own, so that limits set on the caller still hold; with
 * v2 one at the top, because a group that holds processes (the caller's) can have no children with limits.
 */
export const cgroupPaths = async (name: string): Promise<string[]> => {
  if (cgroupVersion() === 2) return [join("/sys/fs/cgroup", name)];
  const self = await readFile("/proc/self/cgroup", "utf8");
  return controllers.flatMap((controller) => {
    const group = ownGroup(self, controller);
    const mount = join("/sys/fs/cgroup", controller);
    return group === undefined || !existsSync(mount) ? [] : [join(mount, group, name)];
  });
};

export const createCgroups = async (paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    await mkdir(path, { recursive: true });
    if (!path.includes("/cpuset/")) continue;
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      await writeFile(join(path, file), await readFile(join(path, "..", file), "utf8"));
    }
  }
};

const removeTree = async (path: string): Promise<void> => {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(path, entry.name));
  await rmdir(path).catch(() => undefined);
};

/** Removes the groups; waits for the kernel to let go of processes that were just killed. Returns what is left after 15 s. */
export const removeCgroups = async (paths: readonly string[]): Promise<string[]> => {
  for (let attempt = 0; attempt < 75; attempt++) {
    for (const path of paths) await removeTree(path);
    if (!paths.some((path) => existsSync(path))) return [];
    await sleep(200);
  }
  return paths.filter((path) => existsSync(path));
};
