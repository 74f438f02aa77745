import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "@caravan/toolchain";

/** A file of the embedded cluster and of Istio's and Dapr's installation, in `toolchain/cluster`. */
export const clusterFile = (path: string): string => join(checkout, "toolchain/cluster", path);

/** Reads a file of `toolchain/cluster` and fills in its `@NAME@` placeholders. */
export const readClusterFile = async (path: string, values: Record<string, string> = {}): Promise<string> => {
  const text = await readFile(clusterFile(path), "utf8");
  return text.replaceAll(/@([A-Z_]+)@/g, (place, name: string) => values[name] ?? place);
};
