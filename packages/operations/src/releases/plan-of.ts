import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultPlan, type Plan, readPlan, showFault } from "@caravan/release-engine";
import { checkout, Trouble } from "@caravan/toolchain";

/** The plan that is named, else the service's own, else the default one. @throws Trouble that lists its faults */
export const planOf = async (app: string, named?: string): Promise<Plan> => {
  const file = named ?? join(checkout, `deploy/releases/${app}.yaml`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && named === undefined) return undefined;
    throw new Trouble(`${file}: ${error.message}`);
  });
  if (text === undefined) return defaultPlan(app);
  const read = readPlan(text, { service: app });
  if ("plan" in read && read.plan !== undefined) return read.plan;
  throw new Trouble(
    "The plan cannot be followed.",
    read.faults.map((fault) => showFault(file, fault)),
  );
};
