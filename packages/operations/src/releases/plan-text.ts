import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPlan, showFault } from "@caravan/release-engine";
import { whyNoFile } from "@caravan/terminal";
import { checkout, Trouble } from "@caravan/toolchain";

/** The text of the plan that is named, else of the service's own; undefined when it has none. @throws Trouble that lists its faults */
export const planText = async (app: string, named?: string): Promise<string | undefined> => {
  const file = named ?? join(checkout, `deploy/releases/${app}.yaml`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && named === undefined) return undefined;
    throw new Trouble(`${file}: ${whyNoFile(error)}`);
  });
  if (text === undefined) return undefined;
  const read = readPlan(text, { service: app });
  if (read.faults.length === 0) return text;
  throw new Trouble(
    "The plan cannot be followed.",
    read.faults.map((fault) => showFault(file, fault)),
  );
};
