import { decodeCursor, encodeCursor, type Movement } from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { movementReply } from "../domain/stock.ts";

const Position = v.tuple([v.pipe(v.number(), v.safeInteger(), v.minValue(1))]);

/** One page of the ledger of a SKU, newest first. */
export const listMovements = async (
  { stock }: Dependencies,
  input: { sku: string; cursor?: string | undefined; limit: number },
): Promise<{ items: Movement[]; nextCursor?: string }> => {
  const [before] = decodeCursor(Position, input.cursor) ?? [];
  const found = await stock.movements({ sku: input.sku, before, limit: input.limit + 1 });
  const items = found.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(movementReply),
    ...(found.length > items.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};
