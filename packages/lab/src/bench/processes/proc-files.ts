/** The CPU time of a process so far, from its files in /proc. */
export interface ProcessUsage {
  pid: number;
  /** The program's short name. */
  name: string;
  /** User and system time of all threads, in clock ticks. */
  ticks: number;
  /** Ticks since boot at its start: with the pid it identifies a process uniquely. */
  startedAt: number;
}

/** Reads one line of /proc/PID/stat. The name is in parentheses and may contain any characters, parentheses too. */
export const parseStat = (line: string): ProcessUsage | undefined => {
  const open = line.indexOf("(");
  const close = line.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const fields = line.slice(close + 2).split(" "); // from the third field, the state
  return {
    pid: Number(line.slice(0, open)),
    name: line.slice(open + 1, close),
    ticks: Number(fields[11]) + Number(fields[12]),
    startedAt: Number(fields[19]),
  };
};

/** The container that a process is in, from /proc/PID/cgroup: the id stands last in the path, with containerd, CRI-O and Docker alike. */
export const containerIn = (cgroup: string): string | undefined =>
  /(?:[/-])([0-9a-f]{64})(?:\.scope)?$/m.exec(cgroup)?.[1];

/** CPU time of the whole machine in ticks, from the first line of /proc/stat. */
export interface MachineTicks {
  busy: number;
  /** Stolen by the hypervisor: other machines' load, which makes every number here worse. */
  stolen: number;
  total: number;
}

export const parseMachineTicks = (stat: string): MachineTicks => {
  const fields = (stat.split("\n")[0] ?? "").trim().split(/\s+/).slice(1).map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, hard = 0, soft = 0, stolen = 0] = fields;
  const busy = user + nice + system + hard + soft;
  return { busy, stolen, total: busy + idle + waiting + stolen };
};

/** A memory figure (`Rss:`, `Pss:`) of /proc/PID/smaps_rollup in bytes. */
export const parseMemory = (smapsRollup: string, field: "Rss" | "Pss"): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(smapsRollup)?.[1] ?? 0) * 1024;
