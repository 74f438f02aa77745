import * as v from "valibot";
import { kubectl } from "./kubectl.ts";

const Line = v.looseObject({ level: v.string(), msg: v.string() });
const Lines = v.array(v.pipe(v.string(), v.parseJson(), Line));

const inShop = (...args: string[]) => kubectl("-n", "shop", ...args);

/** Makes a Job of the scheduled audit at once and waits for how it ends: what Kubernetes says of it, and its log. */
export const auditNow = async (job: string, end: "Complete" | "Failed") => {
  await inShop("create", "job", "--from=cronjob/audit", job);
  const said = "jsonpath={.status.conditions[-1:].message}";
  const message = await inShop("wait", `job/${job}`, `--for=condition=${end}`, "--timeout=120s", "-o", said);
  const lines = (await inShop("logs", `job/${job}`)).trim().split("\n");
  return { message, log: v.parse(Lines, lines) };
};

/** Deletes such Jobs with their pods. */
export const deleteAudits = (...jobs: string[]): Promise<string> =>
  inShop("delete", "job", ...jobs, "--ignore-not-found", "--wait=false");
