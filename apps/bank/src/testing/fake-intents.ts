import type { PlannedCallback } from "@caravan/stranger";
import type { IntentStore } from "../dependencies.ts";
import type { Intent } from "../domain/intent.ts";
import type { RecordedMovement } from "../domain/statement.ts";

/** Intents in memory, with the ledger and the callbacks that would be sent. */
export const fakeIntents = () => {
  const intents = new Map<string, Intent>();
  const ledger: RecordedMovement[] = [];
  const callbacks: PlannedCallback[] = [];
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
      const refunds = ledger.flatMap(({ intentId, refundReference, amountCents }) =>
        intentId === id && refundReference !== null ? [{ refundReference, amountCents: -amountCents }] : [],
      );
      const decision = decide(intent, refunds);
      if (decision.told === undefined) return { intent, changed: false };
      intents.set(id, decision.intent);
      ledger.push(...decision.movements.map((movement) => ({ ...movement, at })));
      callbacks.push(...decision.callbacks);
      return { intent: decision.intent, changed: true };
    },
    movements: async ({ from, to }) => ledger.filter(({ at }) => from <= at && at < to),
  };
  return { store, callbacks };
};
