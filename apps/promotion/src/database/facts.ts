import { isAccountId } from "@caravan/contracts";
import type { Queries, Transaction } from "@caravan/database";
import { and, count, eq, inArray } from "drizzle-orm";
import { type Facts, mostOfPerson, type Promotion } from "../domain/promotion.ts";
import { buyers, grants, promotions, useLines, uses } from "./schema.ts";

const idsOf = (some: readonly Promotion[], asks: (promotion: Promotion) => boolean): string[] =>
  some.filter(asks).map(({ id }) => id);

/** Uses of these people that are held or were used. */
const takenBy = (subjects: string[]) =>
  and(inArray(uses.ownerId, subjects), inArray(uses.status, ["held", "used"]));

/** Whether one of these people has a confirmed order. */
const hasBought = async (queries: Queries | Transaction, subjects: string[]): Promise<boolean> =>
  (await queries.select().from(buyers).where(inArray(buyers.personId, subjects)).limit(1)).length > 0;

/** Whether an order under way took something for first orders: then that one is their first, and the next one is none. */
const hasFirstUnderWay = async (queries: Queries | Transaction, subjects: string[]): Promise<boolean> => {
  const rows = await queries
    .select({ condition: promotions.condition })
    .from(uses)
    .innerJoin(useLines, eq(useLines.orderId, uses.orderId))
    .innerJoin(promotions, eq(promotions.id, useLines.promotionId))
    .where(takenBy(subjects));
  return rows.some(({ condition }) => condition.firstOrder);
};

/** Their orders that hold or have used each of these promotions. */
const usesOf = async (
  queries: Queries | Transaction,
  subjects: string[],
  promotionIds: string[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await queries
    .select({ promotionId: useLines.promotionId, orders: count() })
    .from(uses)
    .innerJoin(useLines, eq(useLines.orderId, uses.orderId))
    .where(and(takenBy(subjects), inArray(useLines.promotionId, promotionIds)))
    .groupBy(useLines.promotionId);
  return new Map(rows.map(({ promotionId, orders }) => [promotionId, orders]));
};

const givenTo = async (
  queries: Queries | Transaction,
  subjects: string[],
  promotionIds: string[],
): Promise<ReadonlySet<string>> => {
  const rows = await queries
    .select({ promotionId: grants.promotionId })
    .from(grants)
    .where(and(inArray(grants.accountId, subjects), inArray(grants.promotionId, promotionIds)));
  return new Set(rows.map(({ promotionId }) => promotionId));
};

/** Whether a promotion asks for more than whether a shopper is signed in. */
export const asksAboutPerson = (promotion: Promotion): boolean =>
  promotion.onlyGiven || promotion.condition.firstOrder || mostOfPerson(promotion) !== null;

/** What is known of a shopper about whom nothing is asked. */
export const factsOfNone = (subject: string): Facts => ({
  signedIn: isAccountId(subject),
  ...{ firstOrder: false, uses: new Map(), given: new Set() },
});

/**
 * What these promotions ask about a person, and nothing that none of them asks.
 *
 * @param subjects the person, and the guest that it was
 */
export const readFacts = async (
  queries: Queries | Transaction,
  subjects: string[],
  asking: readonly Promotion[],
): Promise<Facts> => {
  const limited = idsOf(asking, (promotion) => mostOfPerson(promotion) !== null);
  const given = idsOf(asking, ({ onlyGiven }) => onlyGiven);
  const asksFirst = asking.some(({ condition }) => condition.firstOrder);
  return {
    signedIn: subjects.some(isAccountId),
    firstOrder:
      asksFirst && !(await hasBought(queries, subjects)) && !(await hasFirstUnderWay(queries, subjects)),
    uses: limited.length === 0 ? new Map() : await usesOf(queries, subjects, limited),
    given: given.length === 0 ? new Set() : await givenTo(queries, subjects, given),
  };
};
