import * as logistics from "@caravan/logistics/schema";
import * as order from "@caravan/order/schema";
import { accountIds, joinedGuests } from "@caravan/user/schema";
import { and, asc, eq, gt, inArray, isNotNull, isNull, like, lte, ne, or } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { final } from "../orders.ts";
import { lookUp, pageSize, pages } from "../reading.ts";

type Shop = Pick<Sources, "user" | "order" | "logistics">;

const leftWithGuests = async ({ user, ...shop }: Shop, { before }: AuditOptions): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const after = (guest: string) =>
    user
      .select({ guest: joinedGuests.guestId, account: joinedGuests.userId })
      .from(joinedGuests)
      .where(and(lte(joinedGuests.joinedAt, before), gt(joinedGuests.guestId, guest)))
      .orderBy(asc(joinedGuests.guestId))
      .limit(pageSize);
  for await (const page of pages("", ({ guest }) => guest, after)) {
    const guests = page.map(({ guest }) => guest);
    for (const { database, things } of keepers) {
      const left = await lookUp(guests, (some) =>
        shop[database]
          .select({ key: things.shopperId, id: things.id })
          .from(things)
          .where(inArray(things.shopperId, some)),
      );
      for (const { guest, account } of page)
        for (const { id } of left.get(guest) ?? [])
          faults.push({
            id,
            sentence: `${id} belongs to ${guest}, who has joined ${account ?? "an account that was erased"}.`,
          });
    }
  }
  return faults;
};

const keptOfErased = async ({ user, ...shop }: Shop, { before }: AuditOptions): Promise<Fault[]> => {
  const faults: Fault[] = [];
  for (const keeper of keepers) {
    const reader = shop[keeper.database];
    const after = (id: string) => addressesOfAccounts(reader, keeper, id);
    for await (const page of pages("", ({ id }) => id, after)) {
      const owners = [...new Set(page.map(({ account }) => account))];
      const known = await lookUp(owners, (some) =>
        user.select({ key: accountIds.id }).from(accountIds).where(inArray(accountIds.id, some)),
      );
      const gone = owners.filter((account) => !known.has(account));
      const heard = await erasedBefore(reader, keeper, gone, before);
      for (const { id, account } of page)
        if (heard.has(account))
          faults.push({ id, sentence: `${id} keeps an address of ${account}, whose account was erased.` });
    }
  }
  return faults;
};

/** Erased accounts, except those whose event has only just arrived. Accounts whose event never came are included. */
const erasedBefore = async (
  reader: Reader,
  { people }: Keeper,
  gone: readonly string[],
  before: Date,
): Promise<ReadonlySet<string>> => {
  const heard = await lookUp(gone, (some) =>
    reader
      .select({ key: people.subject, erasedAt: people.erasedAt })
      .from(people)
      .where(inArray(people.subject, some)),
  );
  return new Set(
    gone.filter((account) => {
      const erasedAt = heard.get(account)?.[0]?.erasedAt ?? null;
      return erasedAt === null || erasedAt <= before;
    }),
  );
};

/** Reasons written by erased people. Only orders of people that the service knows as erased are read. */
const wordsOfErased = async (
  { order: reader }: Pick<Shop, "order">,
  { before }: AuditOptions,
): Promise<Fault[]> => {
  const { orders, orderTimeline, people } = order;
  const found = await reader
    .selectDistinct({ id: orders.id, account: orders.shopperId })
    .from(people)
    .innerJoin(orders, eq(orders.shopperId, people.subject))
    .innerJoin(
      orderTimeline,
      and(
        eq(orderTimeline.orderId, orders.id),
        like(orderTimeline.who, "shopper:%"),
        isNotNull(orderTimeline.why),
      ),
    )
    .where(lte(people.erasedAt, before));
  return found.map(({ id, account }) => ({
    id,
    sentence: `${id} keeps what ${account} wrote, whose account was erased.`,
  }));
};

/** One form is one order, also when a guest signed in between two requests. Different people may use equal keys. */
const placedTwice = async ({ order: reader }: Pick<Shop, "order">): Promise<Fault[]> => {
  const { orders, people } = order;
  const [late, first] = [alias(orders, "late"), alias(orders, "first")];
  const found = await reader
    .select({ id: late.id, other: first.id })
    .from(people)
    .innerJoin(late, eq(late.shopperId, people.subject))
    .innerJoin(first, and(eq(first.shopperId, people.became), eq(first.placementKey, late.placementKey)))
    .where(isNotNull(people.became));
  return found.map(({ id, other }) => ({
    id,
    sentence: `${id} and ${other} were placed by the same person under one key.`,
  }));
};

/** The tables with things of people, and the condition under which no parcel needs the address any more. */
const keepers = [
  {
    database: "order",
    things: order.orders,
    people: order.people,
    addressDone: or(isNotNull(order.orders.shipmentId), inArray(order.orders.status, final)),
  },
  {
    database: "logistics",
    things: logistics.shipments,
    people: logistics.people,
    addressDone: and(
      or(isNull(logistics.shipments.work), ne(logistics.shipments.work, "announce")),
      or(isNull(logistics.shipments.stopped), ne(logistics.shipments.status, "preparing")),
    ),
  },
] as const;

type Keeper = (typeof keepers)[number];

/** A guest's things belong to the account after the join, and no personal data outlives an erasure, in any order of events. */
export const people = {
  name: "things belong to who a person is now, and no address outlives an erasure",
  async run(sources: Shop, options: AuditOptions): Promise<Fault[]> {
    return [
      ...(await leftWithGuests(sources, options)),
      ...(await keptOfErased(sources, options)),
      ...(await wordsOfErased(sources, options)),
      ...(await placedTwice(sources)),
    ];
  },
} satisfies Check;

const addressesOfAccounts = (reader: Reader, { things, addressDone }: Keeper, after: string) =>
  reader
    .select({ id: things.id, account: things.shopperId })
    .from(things)
    .where(
      and(isNotNull(things.deliverTo), like(things.shopperId, "usr\\_%"), addressDone, gt(things.id, after)),
    )
    .orderBy(asc(things.id))
    .limit(pageSize);
