import { instance } from "@caravan/cluster";
import { daemonsOf, nodePid, pidSpaceOf, processesOf } from "@caravan/toolchain/cluster";
import * as v from "valibot";
import { kubectl } from "./kubectl.ts";

const Containers = v.optional(
  v.array(v.object({ name: v.string(), containerID: v.optional(v.string(), "") })),
  [],
);
const Pod = v.object({
  // Sidecars are init containers that go on.
  status: v.object({ containerStatuses: Containers, initContainerStatuses: Containers }),
});

const processesIn = async (pod: string, container: string, namespace: string): Promise<number[]> => {
  const { status } = v.parse(
    Pod,
    JSON.parse(await kubectl("-n", namespace, "get", "pod", pod, "-o", "json")),
  );
  const found = [...status.containerStatuses, ...status.initContainerStatuses].find(
    ({ name }) => name === container,
  );
  const id = found?.containerID.replace(/^.*\/\//, "") ?? "";
  if (id === "") throw new Error(`${pod} has no running container ${container}`);
  const inside = await processesOf([id]);
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

const stop = (stopped: readonly number[]): (() => void) => {
  for (const pid of stopped) process.kill(pid, "SIGSTOP");
  return () => {
    for (const pid of stopped) goOn(pid);
  };
};

/** Stops every process of a container by SIGSTOP: it neither answers nor refuses. Returns how to continue it. */
export const freeze = async (pod: string, container: string, namespace = "shop"): Promise<() => void> =>
  stop(await processesIn(pod, container, namespace));

/** Stops a daemon of the node in the same way. */
export const freezeDaemon = async (name: string): Promise<() => void> => {
  const node = await nodePid(instance.run);
  if (node === undefined) throw new Error("the node has no process");
  const daemons = await daemonsOf({ nodeSpace: await pidSpaceOf(node) }, name);
  if (daemons.length === 0) throw new Error(`no ${name} is visible from here`);
  return stop(daemons);
};

/** Ends every process of a container at once, like the kernel. */
export const kill = async (pod: string, container: string, namespace = "shop"): Promise<void> => {
  for (const pid of await processesIn(pod, container, namespace)) process.kill(pid, "SIGKILL");
};
