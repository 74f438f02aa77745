import {
  decodeCursor,
  encodeCursor,
  PaymentId,
  type TroubledPayment,
  type TroubleKind,
} from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { paymentReply } from "../domain/reply.ts";

const Position = v.tuple([PaymentId]);

/** One page of the payments in trouble, oldest first. */
export const listTroubled = async (
  { payments }: Dependencies,
  input: { kind: TroubleKind | undefined; cursor: string | undefined; limit: number },
): Promise<{ items: TroubledPayment[]; nextCursor?: string }> => {
  const [after] = decodeCursor(Position, input.cursor) ?? [];
  const { kind, limit } = input;
  const found = await payments.inTrouble({ kind, after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.flatMap((payment): TroubledPayment[] => {
    if (payment.trouble === null) return [];
    const { since, ...trouble } = payment.trouble;
    const dueAt = payment.dueAt?.toISOString() ?? null;
    return [
      {
        payment: paymentReply(payment),
        ...trouble,
        since: since.toISOString(),
        attempts: payment.attempts,
        dueAt,
      },
    ];
  });
  return found.length > shown.length && last !== undefined
    ? { items, nextCursor: encodeCursor([last.id]) }
    : { items };
};
