import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import { Trouble } from "../trouble.ts";

const Holder = v.object({ pid: v.number(), started: v.string(), since: v.string(), command: v.string() });
type Holder = v.InferOutput<typeof Holder>;

/** When a process started, in clock ticks since boot: with the pid it names one process even after pids were used again. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Holder), text);
  return parsed.success ? parsed.output : undefined;
}

/** The living holder of a lock; a lock left by kill -9 or a reboot has none. */
export async function lockHolder(path: string): Promise<Holder | undefined> {
  const holder = await readHolder(path);
  return holder && (await startOf(holder.pid)) === holder.started ? holder : undefined;
}

/**
 * Runs work while holding the lock file.
 *
 * @throws Trouble naming the process that holds it and since when
 */
export async function withLock<T>(path: string, command: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const started = (await startOf(process.pid)) ?? "";
  const mine: Holder = { pid: process.pid, started, since: new Date().toISOString(), command };
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, JSON.stringify(mine), { flag: "wx" });
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const holder = await lockHolder(path);
      if (holder || attempt > 5) throw busy(holder);
      await rm(path, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    if ((await readHolder(path))?.pid === process.pid) await rm(path, { force: true });
  }
}

function busy(holder: Holder | undefined): Trouble {
  if (!holder)
    return new Trouble("Another command of this checkout is just starting.", ["Try again in a moment."]);
  return new Trouble(
    `"caravan ${holder.command}" of this checkout is running: process ${holder.pid}, since ${holder.since}.`,
    ["Wait for it, or end it with Ctrl-C in its terminal; what it has built so far is kept."],
  );
}
