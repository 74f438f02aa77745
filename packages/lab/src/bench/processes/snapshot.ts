import { readdir, readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { pidSpaceOf } from "@caravan/toolchain/cluster";
import { type Container, type Part, partOfContainer } from "./parts.ts";
import {
  containerIn,
  type MachineTicks,
  type ProcessUsage,
  parseMachineTicks,
  parseStat,
} from "./proc-files.ts";

/** A process of the system under test and the part it counts to. */
export interface CountedProcess extends ProcessUsage, Part {}

/** The CPU time of every process of the system at one time. */
export interface Snapshot {
  processes: CountedProcess[];
  machine: MachineTicks;
  /** Linux' load average of the last minute. */
  load: number;
}

/** Identifies the processes of the system among all others of the machine. */
export interface Known {
  containers: ReadonlyMap<string, Container>;
  /** PID 1 of the embedded node, whose daemons share its PID namespace; undefined for a cluster that is not ours. */
  nodePid: number | undefined;
}

const read = (path: string) => readFile(path, "utf8").catch(() => "");

const partOf = async (
  pid: number,
  name: string,
  known: Known,
  nodeSpace: string,
): Promise<Part | undefined> => {
  if (pid === process.pid) return { group: "load generator", part: "caravan bench" };
  const id = containerIn(await read(`/proc/${pid}/cgroup`));
  const container = id === undefined ? undefined : known.containers.get(id);
  if (container) return partOfContainer(container);
  const space = await pidSpaceOf(pid);
  return nodeSpace !== "" && space === nodeSpace ? { group: "node", part: name } : undefined;
};

/** Reads all processes of the machine; those that belong to no part are left out. */
export const takeSnapshot = async (known: Known): Promise<Snapshot> => {
  const nodeSpace = known.nodePid === undefined ? "" : await pidSpaceOf(known.nodePid);
  const [machine, entries] = await Promise.all([read("/proc/stat"), readdir("/proc")]);
  const found = await Promise.all(
    entries
      .filter((entry) => /^\d+$/.test(entry))
      .map(async (entry): Promise<CountedProcess | undefined> => {
        const usage = parseStat(await read(`/proc/${entry}/stat`));
        const part = usage && (await partOf(usage.pid, usage.name, known, nodeSpace));
        return usage && part && { ...usage, ...part };
      }),
  );
  return {
    processes: found.filter((process) => process !== undefined),
    machine: parseMachineTicks(machine),
    load: loadavg()[0] ?? 0,
  };
};
