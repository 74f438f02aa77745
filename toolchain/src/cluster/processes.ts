import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** A process of a node: `launcher` is unshare(1) on the host, `init` is PID 1 inside, seen by its host pid. */
export interface NodeProcess {
  pid: number;
  role: "launcher" | "init";
}

/**
 * Finds the processes of the node that runs from this directory by their command line, so that a node whose starter was killed at any
 * moment is found as well, and a pid that was used again for something else is not.
 */
export const nodeProcesses = async (run: string): Promise<NodeProcess[]> => {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<NodeProcess | undefined> => {
      const [command, status] = await Promise.all(
        ["cmdline", "status"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")),
      );
      const words = (command ?? "").split("\0");
      const script = words.findIndex((word) => word.endsWith("/node.sh"));
      if (script < 0 || words[script + 2] !== run) return undefined;
      const inner = /^NSpid:\s+(.*)$/m.exec(status ?? "")?.[1]?.split(/\s+/) ?? [];
      if (inner.length > 1 && inner.at(-1) !== "1") return undefined; // a subshell of node.sh, which dies with PID 1
      return { pid: Number(pid), role: inner.length > 1 ? "init" : "launcher" };
    }),
  );
  return found.filter((process) => process !== undefined);
};

/** The host pid of a running node's PID 1. */
export const nodePid = async (run: string): Promise<number | undefined> =>
  (await nodeProcesses(run)).find((process) => process.role === "init")?.pid;

/** Ends the node with everything in it; returns the number of processes of ours that would not die within 20 s. */
export const killNode = async (run: string): Promise<number> => {
  for (let attempt = 0; attempt < 200; attempt++) {
    const processes = await nodeProcesses(run);
    if (processes.length === 0) return 0;
    if (attempt % 20 === 0) for (const { pid } of processes) kill(pid);
    await sleep(100);
  }
  return (await nodeProcesses(run)).length;
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
};
