import type { Dependencies, StoredReply } from "../dependencies.ts";

/** Adds pieces that have arrived in a warehouse, once per key. */
export const restock = (
  { stock, now }: Dependencies,
  { idempotencyKey, ...arrival }: RestockInput,
): Promise<StoredReply> => stock.restock({ ...arrival, key: idempotencyKey, at: now() });

interface RestockInput {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly actor: string;
  readonly idempotencyKey: string;
}
