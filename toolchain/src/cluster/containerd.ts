import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { ImageArchive } from "../images/archive.ts";
import { until } from "../until.ts";
import { nodePid } from "./processes.ts";

/** The node's containerd, reached through its mount and PID namespaces. */
export interface Containerd {
  /** References of the images it has. */
  images(): Promise<Set<string>>;
  /** Imports image archives; those whose reference is there already are skipped. Returns the references that were imported. */
  load(images: readonly ImageArchive[]): Promise<string[]>;
  /** Forgets images, and containers left from the last boot. */
  remove(kind: "images" | "containers", names: readonly string[]): Promise<void>;
  containers(): Promise<string[]>;
}

/** Unpacking waits for the disk as much as for the processor. */
const importsAtOnce = 3;

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

/** Connects to the containerd of a running node and waits until it answers. */
export const connectContainerd = async (
  run: string,
  binDir: string,
  signal?: AbortSignal,
): Promise<Containerd> => {
  const pid = await nodePid(run);
  if (pid === undefined) throw new Error(`no node runs from ${run}`);
  const ctr = async (...args: string[]) => {
    const client = [join(binDir, "ctr"), "-a", "/run/containerd/containerd.sock", "-n", "k8s.io"];
    const options = signal ? { cancelSignal: signal } : {};
    const { stdout } = await execa(
      "nsenter",
      ["-t", String(pid), "-m", "-p", "--", ...client, ...args],
      options,
    );
    return stdout;
  };
  await until("containerd", () => ctr("version"), { timeoutSeconds: 30, signal, despiteFaults: true });
  const images = async () => new Set(lines(await ctr("images", "ls", "-q")));
  return {
    images,
    async load(wanted) {
      const present = await images();
      const missing = wanted.filter((image) => !present.has(image.reference));
      const archives = [...new Set(missing.map((image) => image.archive))];
      const next = archives.values();
      const work = async () => {
        for (const archive of next) await ctr("images", "import", "--local", archive);
      };
      await Promise.all(Array.from({ length: importsAtOnce }, work));
      return missing.map((image) => image.reference);
    },
    async remove(kind, names) {
      if (names.length > 0) await ctr(kind, "rm", ...names);
    },
    containers: async () => lines(await ctr("containers", "ls", "-q")),
  };
};

/** The last lines of a node's logs, for a message about a boot that failed. */
export const lastLines = async (run: string, names: readonly string[], count = 8): Promise<string> => {
  const parts = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(run, "log", `${name}.log`), "utf8").catch(() => "");
      return text === "" ? "" : `--- ${name}\n${lines(text).slice(-count).join("\n")}`;
    }),
  );
  return parts.filter((part) => part !== "").join("\n");
};
