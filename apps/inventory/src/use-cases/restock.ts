import type { Dependencies, StoredReply } from "../dependencies.ts";

/** Adds pieces that have arrived, once per key. */
export const restock = (
  { stock, now }: Dependencies,
  input: { sku: string; quantity: number; idempotencyKey: string },
): Promise<StoredReply> =>
  stock.restock({ sku: input.sku, quantity: input.quantity, key: input.idempotencyKey, at: now() });
