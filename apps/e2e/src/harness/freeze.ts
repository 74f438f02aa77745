import { readdir, readFile, readlink } from "node:fs/promises";
import { instance } from "@caravan/cluster";
import { nodePid } from "@caravan/toolchain/cluster";
import * as v from "valibot";
import { kubectl } from "./kubectl.ts";

const Pod = v.object({
  status: v.object({
    containerStatuses: v.array(v.object({ name: v.string(), containerID: v.optional(v.string(), "") })),
  }),
});

const processesOf = async (pod: string, container: string, namespace: string): Promise<number[]> => {
  const { status } = v.parse(
    Pod,
    JSON.parse(await kubectl("-n", namespace, "get", "pod", pod, "-o", "json")),
  );
  const found = status.containerStatuses.find(({ name }) => name === container);
  const id = found?.containerID.replace(/^.*\/\//, "") ?? "";
  if (id === "") throw new Error(`${pod} has no running container ${container}`);
  const all = await pids();
  const groups = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "")));
  const inside = all.filter((_, i) => groups[i]?.includes(id));
  if (inside.length === 0) throw new Error(`no process of ${pod}/${container} is visible from here`);
  return inside;
};

const pids = async (): Promise<number[]> =>
  (await readdir("/proc")).filter((entry) => /^[0-9]+$/.test(entry)).map(Number);

/** The processes of a daemon of the shop's own node. */
const daemonsOf = async (name: string): Promise<number[]> => {
  const spaceOf = (pid: number) => readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);
  const node = await nodePid(instance.run);
  const space = node && (await spaceOf(node));
  if (!space) throw new Error("the node has no process");
  const found = await Promise.all(
    (await pids()).map(async (pid) => {
      const command = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
      return command.trim() === name && (await spaceOf(pid)) === space ? [pid] : [];
    }),
  );
  if (found.flat().length === 0) throw new Error(`no ${name} is visible from here`);
  return found.flat();
};

const goOn = (pid: number): void => {
  try {
    process.kill(pid, "SIGCONT");
  } catch {
    // The kubelet has replaced it meanwhile.
  }
};

const stop = (stopped: readonly number[]): (() => void) => {
  for (const pid of stopped) process.kill(pid, "SIGSTOP");
  return () => {
    for (const pid of stopped) goOn(pid);
  };
};

/** Stops every process of a container by SIGSTOP: it neither answers nor refuses. Returns how to continue it. */
export const freeze = async (pod: string, container: string, namespace = "shop"): Promise<() => void> =>
  stop(await processesOf(pod, container, namespace));

/** Stops a daemon of the node in the same way. */
export const freezeDaemon = async (name: string): Promise<() => void> => stop(await daemonsOf(name));

/** Ends every process of a container at once, like the kernel. */
export const kill = async (pod: string, container: string, namespace = "shop"): Promise<void> => {
  for (const pid of await processesOf(pod, container, namespace)) process.kill(pid, "SIGKILL");
};
