import type { TroubleKind } from "@caravan/contracts";
import type { Queries } from "@caravan/database";
import { and, asc, count, eq, gt, isNotNull, min } from "drizzle-orm";
import type { Standing, TroublePage } from "../dependencies.ts";
import type { Payment } from "../domain/payment.ts";
import { fields, withRefunds } from "./payment-rows.ts";
import { payments } from "./schema.ts";

/** Payments in trouble, in the order of their ids, which is that of their age. */
export const inTrouble = async (
  queries: Queries,
  { kind, after, limit }: TroublePage,
): Promise<Payment[]> => {
  const { troubleKind, id } = payments;
  const rows = await queries
    .select(fields)
    .from(payments)
    .where(
      and(
        kind === undefined ? isNotNull(troubleKind) : eq(troubleKind, kind),
        after === undefined ? undefined : gt(id, after),
      ),
    )
    .orderBy(asc(id))
    .limit(limit);
  return withRefunds(queries, rows);
};

/** Read along two indexes that hold only unfinished payments. */
export const standing = async (queries: Queries): Promise<Standing> => {
  const { troubleKind, unfinishedSince } = payments;
  const kinds = await queries
    .select({ kind: troubleKind, payments: count() })
    .from(payments)
    .where(isNotNull(troubleKind))
    .groupBy(troubleKind);
  const [oldest] = await queries
    .select({ since: min(unfinishedSince) })
    .from(payments)
    .where(isNotNull(unfinishedSince));
  const troubled = kinds.flatMap((row): [TroubleKind, number][] =>
    row.kind === null ? [] : [[row.kind, row.payments]],
  );
  return { troubled: new Map(troubled), oldestUnfinished: oldest?.since ?? undefined };
};
