import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPlan } from "@caravan/release-engine";
import { root } from "../harness/shop.ts";

/** Migrations of an app that run only when the previous release serves nothing any more: the contract migrations of its plan. */
export const contractMigrationsOf = async (app: string): Promise<readonly string[]> => {
  const text = await readFile(join(root, `deploy/releases/${app}.yaml`), "utf8").catch(() => "");
  return readPlan(text).plan?.migrations.contract ?? [];
};
