import { type BookMovement, decodeCursor, encodeCursor } from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";

const Position = v.tuple([v.pipe(v.string(), v.regex(/^mov_[0-9a-f-]{36}$/))]);

/** One page of the books, newest first. */
export const listMovements = async (
  { books }: Dependencies,
  input: { paymentId: string | undefined; cursor: string | undefined; limit: number },
): Promise<{ items: BookMovement[]; nextCursor?: string }> => {
  const [before] = decodeCursor(Position, input.cursor) ?? [];
  const { paymentId, limit } = input;
  const found = await books.movements({ paymentId, before, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    ...(found.length > items.length && last !== undefined ? { nextCursor: encodeCursor([last.id]) } : {}),
  };
};
