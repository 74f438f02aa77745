import { statSync } from "node:fs";

/** Tells one content of a file from another without reading it: path, size and time of change. */
export function fileIdentity(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${file} ${found.size} ${found.mtimeMs}` : `${file} missing`;
}
