import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { availableMemory } from "../ground.ts";
import { Trouble } from "../trouble.ts";
import type { Instance } from "./instance.ts";

const gib = 2 ** 30;
/** Images, data and logs of a first boot. */
const diskNeededGib = 4;
/** The whole shop takes some 2.5 GiB. */
const memoryNeededGib = 3;
/** The node sees folders of its own in these places. */
const hiddenFolders = ["/var/lib", "/var/log", "/run", "/sys", "/proc"];
/** File systems that cannot hold containerd's overlay layers: overlayfs itself, as in a container. */
const overlayMagic = 0x794c7630;

const requireRootOnLinux = (): void => {
  if (process.platform !== "linux") {
    throw new Trouble(`The embedded cluster needs Linux; this is ${process.platform}.`, [
      "Use a Linux machine, or a cluster you have: ./caravan up --context NAME",
    ]);
  }
  if (process.getuid?.() !== 0) {
    throw new Trouble("The embedded cluster needs root: it makes namespaces, mounts and a network link.", [
      "Run it again as root (sudo -E keeps your caches), or use a cluster you have: ./caravan up --context NAME",
    ]);
  }
};

const requirePlace = async ({ directory }: Instance): Promise<void> => {
  const hidden = hiddenFolders.find((folder) => directory.startsWith(`${folder}/`));
  if (hidden) {
    throw new Trouble(
      `The state folder ${directory} lies in ${hidden}, which the node hides behind its own.`,
      ["Set XDG_STATE_HOME (and XDG_CACHE_HOME, if it lies there too) to another place."],
    );
  }
  let place = directory;
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize, type } = await statfs(place);
  if (type === overlayMagic) {
    throw new Trouble(
      `${place} is on overlayfs (a container's own file system), which cannot hold another one's layers.`,
      ["Set XDG_STATE_HOME to a volume on ext4, xfs or another disk file system."],
    );
  }
  const free = (bavail * bsize) / gib;
  if (free < diskNeededGib) {
    throw new Trouble(
      `${free.toFixed(1)} GiB of disk are free at ${place}; the cluster needs ${diskNeededGib}.`,
      ["Make room there, set XDG_STATE_HOME to a larger disk, or remove what is kept: ./caravan down --wipe"],
    );
  }
};

/**
 * Makes sure that this machine can run the node.
 *
 * @throws Trouble saying what is in the way and what to do
 */
export const requireHost = async (instance: Instance): Promise<void> => {
  requireRootOnLinux();
  await requirePlace(instance);
  const memory = (await availableMemory()) / gib;
  if (memory < memoryNeededGib) {
    throw new Trouble(`${memory.toFixed(1)} GiB of memory are free; the shop needs ${memoryNeededGib}.`, [
      "Stop what takes the memory (ps aux --sort=-rss | head), or add some.",
    ]);
  }
  if (!existsSync("/sys/fs/cgroup/cgroup.controllers") && !existsSync("/sys/fs/cgroup/memory")) {
    throw new Trouble("No control groups are mounted at /sys/fs/cgroup.", [
      "Mount them (systemd does it by itself), e.g.: mount -t cgroup2 cgroup2 /sys/fs/cgroup",
    ]);
  }
};
