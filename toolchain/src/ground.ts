import { existsSync } from "node:fs";
import { readFile, statfs } from "node:fs/promises";
import { freemem } from "node:os";
import { dirname } from "node:path";
import { execa } from "execa";
import { pins } from "./pins.ts";
import { ensureAptPackages } from "./tools/apt.ts";
import { Trouble } from "./trouble.ts";

const gib = 1024 ** 3;
/** What a build from nothing takes: Go's caches and the programs. */
const diskNeededGib = 4;
/** The largest programs take some 1.5 GiB to link. */
const memoryNeededGib = 2.5;

/** Compares versions like `1.26.8` number by number; a missing part counts as 0. */
export const atLeast = (version: string, least: string): boolean => {
  const [have, want] = [version, least].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (have?.[i] ?? 0) - (want?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
};

/** Memory that programs can get, in bytes: the kernel's estimate, which counts caches it can drop. */
export const availableMemory = async (): Promise<number> => {
  const found = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile("/proc/meminfo", "utf8").catch(() => ""));
  return found ? Number(found[1]) * 1024 : freemem();
};

/** Throws Trouble when the file system of `folder` or the memory is too small for a build. */
export const requireRoom = async (folder: string): Promise<void> => {
  let place = folder;
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  if (bavail * bsize < diskNeededGib * gib)
    throw new Trouble(
      `${((bavail * bsize) / gib).toFixed(1)} GiB of disk are free at ${place}; a build needs ${diskNeededGib}`,
      ["Make room there, or point XDG_CACHE_HOME (and Go's GOCACHE) to a larger disk."],
    );
  const memory = await availableMemory();
  if (memory < memoryNeededGib * gib)
    throw new Trouble(
      `${(memory / gib).toFixed(1)} GiB of memory are free; a build needs ${memoryNeededGib}`,
      ["Stop what takes the memory (`ps aux --sort=-rss | head`), or add some."],
    );
};

/** The version of Go on PATH, as `1.26.8`; undefined when there is none. */
export const goVersion = async (): Promise<string | undefined> => {
  const { stdout, exitCode } = await execa("go", ["env", "GOVERSION"], { reject: false, cwd: "/" });
  return exitCode === 0 ? /go([\d.]+)/.exec(stdout)?.[1] : undefined;
};

/** Throws Trouble unless Go is there and new enough, or new enough to fetch the right one by itself. */
export const requireGo = async (): Promise<void> => {
  const version = await goVersion();
  const remedy = `Install Go ${pins.go} or newer (https://go.dev/dl) and put it on PATH.`;
  if (!version) throw new Trouble("Go is missing; it builds the cluster's programs", [remedy]);
  if (atLeast(version, pins.go)) return;
  const { stdout } = await execa("go", ["env", "GOTOOLCHAIN"], { reject: false, cwd: "/" });
  if (atLeast(version, "1.21.0") && stdout.includes("auto")) return;
  throw new Trouble(`Go ${version} is too old; ${pins.go} is needed`, [remedy]);
};

/** Throws Trouble unless Python is there; its venv module, which Debian packs apart, is installed. */
export const requirePython = async (): Promise<void> => {
  const { stdout, exitCode } = await execa("python3", ["--version"], { reject: false });
  const version = exitCode === 0 ? /([\d.]+)/.exec(stdout)?.[1] : undefined;
  if (!version || !atLeast(version, pins.python))
    throw new Trouble(
      version
        ? `Python ${version} is too old; ${pins.python} is needed`
        : "python3 is missing; it unpacks Envoy",
      ["Install it: apt-get install python3 python3-venv"],
    );
  const hasVenv = async () =>
    (await execa("python3", ["-c", "import venv, ensurepip"], { reject: false })).exitCode === 0;
  if (await hasVenv()) return;
  await ensureAptPackages(["python3-venv"]);
  if (!(await hasVenv()))
    throw new Trouble("Python's venv module is missing", ["Install it: apt-get install python3-venv"]);
};
