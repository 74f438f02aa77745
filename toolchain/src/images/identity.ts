import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { keyOf } from "../cache.ts";

const sources = readdirSync(import.meta.dirname).filter((name) => !name.endsWith(".test.ts"));

/** Changes with every change of how images are made. */
export const recipesKey: string = keyOf(
  ...sources.sort().map((name) => readFileSync(join(import.meta.dirname, name))),
);

/** Tells one content of a file from another without reading it: path, size and time of change. */
export const fileIdentity = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${file} ${found.size} ${found.mtimeMs}` : `${file} missing`;
};
