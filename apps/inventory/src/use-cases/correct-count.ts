import type { Dependencies, StoredReply } from "../dependencies.ts";

/** Sets the pieces on hand in a warehouse to the count, once per key. */
export const correctCount = (
  { stock, now }: Dependencies,
  { idempotencyKey, ...count }: CountInput,
): Promise<StoredReply> => stock.correctCount({ ...count, key: idempotencyKey, at: now() });

interface CountInput {
  readonly sku: string;
  readonly warehouse: string;
  readonly counted: number;
  readonly reason: string;
  readonly actor: string;
  readonly idempotencyKey: string;
}
