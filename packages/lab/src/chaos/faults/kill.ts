import { Trouble } from "@caravan/toolchain";
import { daemonsOf, processesOf } from "@caravan/toolchain/cluster";
import type { Fault } from "./fault.ts";
import { containersOf } from "./processes.ts";

const kill = (target: string, victims: readonly number[]): void => {
  if (victims.length === 0) throw new Trouble(`No process of ${target} is visible from here.`);
  for (const pid of victims) process.kill(pid, "SIGKILL");
};

/** Kills one container of a target with SIGKILL, as the kernel's out-of-memory killer would: of several replicas the others go on. */
export const killContainer =
  (target: string): Fault =>
  async (ground) => {
    const [first] = await containersOf(ground, target);
    const ids = first === undefined ? [] : [first.id];
    kill(target, await processesOf(ids));
    return { gone: ids, lastsSeconds: 0, end: async () => undefined };
  };

/** Kills a daemon of the node, which the node starts again. */
export const killDaemon =
  (name: string): Fault =>
  async (ground) => {
    kill(name, await daemonsOf(ground, name));
    return { gone: [], lastsSeconds: 0, end: async () => undefined };
  };
