import type { PlannedCallback } from "@caravan/partner";
import type { FailingRefund, IntentStore, LedgerPlace } from "../dependencies.ts";
import type { Intent } from "../domain/intent.ts";
import type { Day, RecordedMovement } from "../domain/statement.ts";

const isOf =
  ({ from, to }: Day) =>
  ({ at }: { readonly at: Date }): boolean =>
    from <= at && at < to;

const byPlace = (a: LedgerPlace, b: LedgerPlace): number =>
  a.at.getTime() - b.at.getTime() || a.position - b.position;

/** Intents in memory, with the ledger and the callbacks that would be sent. */
export const fakeIntents = () => {
  const intents = new Map<string, Intent>();
  const ledger: RecordedMovement[] = [];
  const callbacks: PlannedCallback[] = [];
  const failing: FailingRefund[] = [];
  const byReference = (reference: string) =>
    [...intents.values()].find(({ merchantReference }) => merchantReference === reference);
  const store: IntentStore = {
    async create(intent) {
      if (byReference(intent.merchantReference) !== undefined) return "reference-known";
      intents.set(intent.id, intent);
      return "created";
    },
    find: async (id) => intents.get(id),
    findByReference: async (reference) => byReference(reference),
    async change(id, decide, at) {
      const intent = intents.get(id);
      if (intent === undefined) return undefined;
      const own = ledger.filter(({ intentId }) => intentId === id);
      const refunds = own.flatMap(({ type, refundReference, amountCents }) =>
        type === "refund" && refundReference !== null
          ? [
              {
                refundReference,
                amountCents: -amountCents,
                failed: own.some(
                  (it) => it.type === "refund-failed" && it.refundReference === refundReference,
                ),
              },
            ]
          : [],
      );
      const decision = decide(intent, refunds);
      if (!decision.changed) return { intent, changed: false };
      if (decision.failing) failing.push(decision.failing);
      intents.set(id, decision.intent);
      ledger.push(...decision.movements.map((movement) => ({ ...movement, at })));
      callbacks.push(...decision.callbacks);
      return { intent: decision.intent, changed: true };
    },
    failingDue: async (now, limit) => failing.filter(({ at }) => at <= now).slice(0, limit),
    async forgetFailing(refund) {
      failing.splice(failing.indexOf(refund), 1);
    },
    movements: async (day, { after, limit }) =>
      ledger
        .map((movement, position) => ({ ...movement, position }))
        .filter(isOf(day))
        .sort((a, b) => byPlace(a, b))
        .filter((movement) => after === undefined || byPlace(movement, after) > 0)
        .slice(0, limit),
    async total(day) {
      const own = ledger.filter(isOf(day));
      return { count: own.length, sumCents: own.reduce((sum, { amountCents }) => sum + amountCents, 0) };
    },
  };
  return { store, callbacks };
};
