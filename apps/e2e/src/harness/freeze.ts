import { readdir, readFile } from "node:fs/promises";
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
  const pids = (await readdir("/proc")).filter((entry) => /^[0-9]+$/.test(entry)).map(Number);
  const groups = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "")),
  );
  const inside = pids.filter((_, i) => groups[i]?.includes(id));
  if (inside.length === 0) throw new Error(`no process of ${pod}/${container} is visible from here`);
  return inside;
};

const goOn = (pid: number): void => {
  try {
    process.kill(pid, "SIGCONT");
  } catch {
    // The kubelet has replaced it meanwhile.
  }
};

/** Stops every process of a container by SIGSTOP: it neither answers nor refuses. Returns how to continue it. */
export const freeze = async (pod: string, container: string, namespace = "shop"): Promise<() => void> => {
  const pids = await processesOf(pod, container, namespace);
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  return () => {
    for (const pid of pids) goOn(pid);
  };
};

/** Ends every process of a container at once, like the kernel. */
export const kill = async (pod: string, container: string, namespace = "shop"): Promise<void> => {
  for (const pid of await processesOf(pod, container, namespace)) process.kill(pid, "SIGKILL");
};
