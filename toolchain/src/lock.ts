import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Trouble } from "./trouble.ts";

/**
 * Runs `work` while this process alone holds the lock on `file`.
 *
 * The lock is the kernel's (flock), held by a child that ends with us: a killed run leaves no lock behind.
 * `onWait` is called once when another process holds it.
 */
export const withLock = async <T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T> => {
  await mkdir(dirname(file), { recursive: true });
  let release = await acquire(file, false);
  if (!release) {
    onWait?.();
    release = await acquire(file, true);
  }
  if (!release) throw new Trouble(`cannot lock ${file}`, ["See whether the folder can be written."]);
  try {
    return await work();
  } finally {
    release();
  }
};

/** Tries once and answers undefined when the lock is taken; with `wait` it waits for it. */
const acquire = (file: string, wait: boolean): Promise<(() => void) | undefined> => {
  return new Promise((resolve, reject) => {
    // The child runs in a process group of its own: Ctrl-C must not free the lock before we have cleaned up.
    const child = spawn(
      "flock",
      [...(wait ? [] : ["-n"]), file, "sh", "-c", "echo held; exec cat >/dev/null"],
      {
        stdio: ["pipe", "pipe", "ignore"],
        detached: true,
      },
    );
    child.once("error", () =>
      reject(new Trouble("flock is missing", ["Install it: apt-get install util-linux"])),
    );
    child.stdout.once("data", () => resolve(() => child.stdin.end()));
    child.once("exit", () => resolve(undefined));
    child.stdin.on("error", () => undefined);
  });
};
