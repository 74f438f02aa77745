import { rows } from "@caravan/database/plain";
import type { Connection } from "mysql2/promise";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { lookUp, pageSize } from "../orders.ts";

type Shop = Pick<Sources, "user" | "order" | "logistics">;

/** Where things of people are kept, with when an address among them may still be needed by a parcel. */
const keepers = [
  {
    database: "order",
    table: "orders",
    neededWhile:
      "shipment_id is null and status not in ('delivered', 'cancelled', 'payment-failed', 'expired', 'refunded')",
  },
  {
    database: "logistics",
    table: "shipments",
    neededWhile: "coalesce(work, '') = 'announce' or (stopped is not null and status = 'preparing')",
  },
] as const;

/** What a guest had is the account's once they joined, and nothing personal outlives an erasure, in whatever order it was heard of. */
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

interface Joined {
  guest: string;
  account: string | null;
}

async function leftWithGuests({ user, ...shop }: Shop, { before }: AuditOptions): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (let last = ""; ; ) {
    const page = await rows<Joined>(
      user,
      "select guest_id guest, user_id account from joined_guests where joined_at <= ? and guest_id > ? order by guest_id limit ?",
      [before, last, pageSize],
    );
    const guests = page.map(({ guest }) => guest);
    for (const { database, table } of keepers) {
      const query = `select shopper_id \`key\`, id from ${table} where shopper_id in (?)`;
      const left = await lookUp<{ key: string; id: string }>(shop[database], query, guests);
      for (const { guest, account } of page)
        for (const { id } of left.get(guest) ?? [])
          faults.push({
            id,
            sentence: `${id} belongs to ${guest}, who is ${account ?? "an account that was erased"} since.`,
          });
    }
    const end = page.at(-1);
    if (!end || page.length < pageSize) return faults;
    last = end.guest;
  }
}

async function keptOfErased({ user, ...shop }: Shop, { before }: AuditOptions): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { database, table, neededWhile } of keepers)
    for await (const page of addressesOfAccounts(shop[database], table, neededWhile)) {
      const accounts = [...new Set(page.map(({ account }) => account))];
      const known = await lookUp<{ key: string }>(
        user,
        "select id `key` from accounts where id in (?)",
        accounts,
      );
      const gone = accounts.filter((account) => !known.has(account));
      const heard = await erasedBefore(shop[database], gone, before);
      for (const { id, account } of page)
        if (gone.includes(account) && heard.has(account))
          faults.push({ id, sentence: `${id} keeps an address of ${account}, whose account was erased.` });
    }
  return faults;
}

interface Address {
  id: string;
  account: string;
}

async function* addressesOfAccounts(
  connection: Connection,
  table: string,
  neededWhile: string,
): AsyncGenerator<Address[]> {
  const query = `select id, shopper_id account from ${table}
    where deliver_to is not null and shopper_id like 'usr\\_%' and not (${neededWhile}) and id > ? order by id limit ?`;
  for (let last = ""; ; ) {
    const page = await rows<Address>(connection, query, [last, pageSize]);
    if (page.length > 0) yield page;
    const end = page.at(-1);
    if (!end || page.length < pageSize) return;
    last = end.id;
  }
}

/** Of accounts that are gone: all but those whose erasure the service heard of only now. One that it never heard of counts. */
async function erasedBefore(
  connection: Connection,
  accounts: readonly string[],
  before: Date,
): Promise<ReadonlySet<string>> {
  const query = "select subject `key`, erased_at erasedAt from people where subject in (?)";
  const heard = await lookUp<{ key: string; erasedAt: Date | null }>(connection, query, accounts);
  return new Set(
    accounts.filter((account) => {
      const erasedAt = heard.get(account)?.[0]?.erasedAt ?? null;
      return erasedAt === null || erasedAt <= before;
    }),
  );
}

/** What erased people wrote as their reasons. Only orders of people whom the service knows to be erased are read. */
async function wordsOfErased({ order }: Pick<Shop, "order">, { before }: AuditOptions): Promise<Fault[]> {
  const found = await rows<{ id: string; account: string }>(
    order,
    `select distinct o.id, o.shopper_id account from people p join orders o on o.shopper_id = p.subject
       join order_timeline t on t.order_id = o.id and t.who like 'shopper:%' and t.why is not null
      where p.erased_at <= ?`,
    [before],
  );
  return found.map(({ id, account }) => ({
    id,
    sentence: `${id} keeps what ${account} wrote, whose account was erased.`,
  }));
}

/** One form is one order, also when a guest signed in between two presses. Keys of people who are not the same may be alike. */
async function placedTwice({ order }: Pick<Shop, "order">): Promise<Fault[]> {
  const found = await rows<{ id: string; other: string }>(
    order,
    `select late.id, first.id other from people p
       join orders late on late.shopper_id = p.subject
       join orders first on first.shopper_id = p.became and first.placement_key = late.placement_key
      where p.became is not null`,
  );
  return found.map(({ id, other }) => ({
    id,
    sentence: `${id} and ${other} were placed by the same person under one key.`,
  }));
}
