import { setTimeout as sleep } from "node:timers/promises";
import { auditText } from "@caravan/audit";
import type { Kube } from "@caravan/cluster";
import { orderIsFinal } from "@caravan/contracts";
import { auditShop } from "@caravan/operations/audit";
import type { Stage } from "../bench/stage.ts";
import { countTravelling, statusesOf, withOrders } from "../shop-orders.ts";

/** All is quiet by then: nothing may be on its way any more. */
const auditLagSeconds = 5;

/** Waits until no paid order is on its way any more, also of other buyers: their events a broken shop would lose. */
export const untilNothingTravels = ({ kube, signal }: Stage, patienceSeconds: number): Promise<void> =>
  withOrders(kube, async (shop) => {
    for (let seconds = 0; seconds < patienceSeconds * 10; seconds += 1) {
      if ((await countTravelling(shop)) === 0) return;
      await sleep(1000, undefined, { signal });
    }
  });

/** Audits until there is no fault: orders of other buyers may still be under way. Real faults persist. */
export const untilClean = async (
  kube: Kube,
  patienceSeconds: number,
): Promise<{ clean: boolean; text: string }> => {
  const since = Date.now();
  for (;;) {
    const verdicts = await auditShop(kube, auditLagSeconds);
    const clean = verdicts.every(({ faults }) => faults.length === 0);
    if (clean || Date.now() - since > patienceSeconds * 1000) return { clean, text: auditText(verdicts) };
    await sleep(1000);
  }
};

/** Waits until every acknowledged order has come to an end, or the patience has. */
export const untilEnded = ({ kube, signal, note }: Stage, ids: readonly string[], patienceSeconds: number) =>
  withOrders(kube, async (shop) => {
    const since = Date.now();
    for (let told = 0; ; ) {
      const found = await statusesOf(shop, ids);
      const ended = new Set(found.filter(({ status }) => orderIsFinal(status)).map(({ id }) => id));
      const open = ids.filter((id) => !ended.has(id));
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
  });
