import { readdir, readFile } from "node:fs/promises";
import * as v from "valibot";
import { kubectl, podsOf } from "./kubectl.ts";

const Pod = v.object({
  status: v.object({
    containerStatuses: v.array(v.object({ name: v.string(), containerID: v.optional(v.string()) })),
    initContainerStatuses: v.optional(
      v.array(v.object({ name: v.string(), containerID: v.optional(v.string()) })),
      [],
    ),
  }),
});

/** Kills every process of one container of an app's pod with SIGKILL, as the kernel's out-of-memory killer would. */
export const killContainer = async (app: string, container: string): Promise<number> => {
  const [name] = await podsOf(app);
  if (name === undefined) throw new Error(`${app} has no running pod`);
  const pod = v.parse(Pod, JSON.parse(await kubectl("-n", "shop", "get", "pod", name, "-o", "json")));
  const found = [...pod.status.containerStatuses, ...pod.status.initContainerStatuses].find(
    (status) => status.name === container,
  );
  const id = found?.containerID?.replace(/^.*\/\//, "");
  if (id === undefined || id === "") throw new Error(`${name} has no running container ${container}`);
  const victims = await processesOf(id);
  if (victims.length === 0) throw new Error(`no process of ${name}/${container} is visible from here`);
  for (const pid of victims) process.kill(pid, "SIGKILL");
  return victims.length;
};

const processesOf = async (containerId: string): Promise<number[]> => {
  const pids = (await readdir("/proc")).filter((entry) => /^[0-9]+$/.test(entry)).map(Number);
  const inside = await Promise.all(
    pids.map(async (pid) =>
      (await readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "")).includes(containerId) ? pid : undefined,
    ),
  );
  return inside.filter((pid) => pid !== undefined);
};
