import { setTimeout as sleep } from "node:timers/promises";
import type { Kube } from "../platform/kube.ts";
import { checks } from "./checks.ts";
import { openSources } from "./open-sources.ts";
import { runAudit, type Verdict } from "./run-audit.ts";

/** Between the two looks at what seems wrong. */
const pauseSeconds = 3;

/** Looks over all databases once; connects and disconnects by itself. */
export async function auditShop(kube: Kube, lagSeconds: number): Promise<Verdict[]> {
  const sources = await openSources(kube);
  const pause = () => sleep(pauseSeconds * 1000);
  try {
    return await runAudit(sources, checks, { lagSeconds, now: () => new Date(), pause });
  } finally {
    await sources.close();
  }
}
