import { setTimeout as sleep } from "node:timers/promises";
import { auditText } from "@caravan/audit";
import type { Kube } from "@caravan/cluster";
import { openDatabaseOf } from "@caravan/cluster";
import { rows } from "@caravan/database/plain";
import { auditShop } from "@caravan/operations/audit";
import type { Stage } from "../bench/stage.ts";

const finalStatuses = ["delivered", "cancelled", "payment-failed", "expired", "refunded"];
/** All is quiet by then: nothing may be on its way any more. */
const auditLagSeconds = 5;

/** Paid orders of other buyers, whose events a broken shop would lose. */
const travelling = [
  "payment-authorised",
  "confirmed",
  "dispatched",
  "cancelling",
  "return-requested",
  "returned",
];

export async function untilNothingTravels({ kube, signal }: Stage, patienceSeconds: number): Promise<void> {
  const database = await openDatabaseOf(kube, "order");
  const query = "select count(*) n from orders where status in (?)";
  try {
    for (let seconds = 0; seconds < patienceSeconds * 10; seconds += 1) {
      const [found] = await rows<{ n: number }>(database, query, [travelling]);
      if (found?.n === 0) return;
      await sleep(1000, undefined, { signal });
    }
  } finally {
    await database.end();
  }
}

/** Audits until nothing is wrong: orders of other buyers may still be under way. What is wrong stays wrong. */
export async function untilClean(
  kube: Kube,
  patienceSeconds: number,
): Promise<{ clean: boolean; text: string }> {
  const since = Date.now();
  for (;;) {
    const verdicts = await auditShop(kube, auditLagSeconds);
    const clean = verdicts.every(({ faults }) => faults.length === 0);
    if (clean || Date.now() - since > patienceSeconds * 1000) return { clean, text: auditText(verdicts) };
    await sleep(1000);
  }
}

/** Waits until every acknowledged order has come to an end, or the patience has. */
export async function untilEnded(
  { kube, signal, note }: Stage,
  ids: readonly string[],
  patienceSeconds: number,
) {
  const database = await openDatabaseOf(kube, "order");
  try {
    const since = Date.now();
    for (let told = 0; ; ) {
      const found = await rows<{ id: string; status: string }>(
        database,
        "select id, status from orders where id in (?)",
        [ids.length === 0 ? [""] : ids],
      );
      const ended = found.filter(({ status }) => finalStatuses.includes(status));
      const known = new Set(ended.map(({ id }) => id));
      const open = ids.filter((id) => !known.has(id));
      const seconds = (Date.now() - since) / 1000;
      if (open.length === 0 || seconds > patienceSeconds) {
        const endings: Record<string, number> = {};
        for (const { status } of found) endings[status] = (endings[status] ?? 0) + 1;
        return { endings, open };
      }
      if (seconds - told > 15) {
        told = seconds;
        note(`${open.length} orders are still under way …`);
      }
      await sleep(500, undefined, { signal });
    }
  } finally {
    await database.end();
  }
}
