import { readFile, rm, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { withLock } from "../lock.ts";
import { Trouble } from "../trouble.ts";

const Holder = v.object({ pid: v.number(), started: v.string(), since: v.string(), command: v.string() });
type Holder = v.InferOutput<typeof Holder>;

/** When a process started, in clock ticks since boot: with the pid it names one process even after pids were used again. */
const startOf = async (pid: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
};

const readHolder = async (path: string): Promise<Holder | undefined> => {
  const text = await readFile(path, "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Holder), text);
  return parsed.success ? parsed.output : undefined;
};

/** The living holder of a lock; a lock left by kill -9 or a reboot has none. */
export const lockHolder = async (path: string): Promise<Holder | undefined> => {
  const holder = await readHolder(path);
  return holder && (await startOf(holder.pid)) === holder.started ? holder : undefined;
};

/**
 * Runs work while holding the lock file; unlike `withLock` it refuses instead of waiting.
 *
 * @throws Trouble naming the process that holds it and since when
 */
export const exclusively = async <T>(path: string, command: string, work: () => Promise<T>): Promise<T> => {
  const started = (await startOf(process.pid)) ?? "";
  const mine: Holder = { pid: process.pid, started, since: new Date().toISOString(), command };
  await withLock(`${path}.guard`, async () => {
    const holder = await lockHolder(path);
    if (holder) throw busy(holder);
    await writeFile(path, JSON.stringify(mine));
  });
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
};

const busy = ({ command, pid, since }: Holder): Trouble =>
  new Trouble(`"caravan ${command}" of this checkout is running: process ${pid}, since ${since}.`, [
    "Wait for it, or end it with Ctrl-C in its terminal; what it has built so far is kept.",
  ]);
