import { readFile } from "node:fs/promises";
import type { Part } from "./parts.ts";
import { parseMemory } from "./proc-files.ts";
import type { Snapshot } from "./snapshot.ts";

/** Memory of one part. */
export interface PartMemory extends Part {
  /** Resident, shared pages counted in every process. */
  residentBytes: number;
  /** Resident, each shared page divided by its users: these can be added up. */
  proportionalBytes: number;
}

/** Memory of every part of the system now. */
export const memoryOf = async ({ processes }: Snapshot): Promise<PartMemory[]> => {
  const parts = new Map<string, PartMemory>();
  const texts = await Promise.all(
    processes.map(({ pid }) => readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "")),
  );
  processes.forEach(({ group, part }, i) => {
    const text = texts[i] ?? "";
    const key = `${group} ${part}`;
    const sum = parts.get(key);
    parts.set(key, {
      group,
      part,
      residentBytes: (sum?.residentBytes ?? 0) + parseMemory(text, "Rss"),
      proportionalBytes: (sum?.proportionalBytes ?? 0) + parseMemory(text, "Pss"),
    });
  });
  return [...parts.values()];
};
