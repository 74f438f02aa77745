import { guestJoined, type SavedAddress, userErased } from "@caravan/contracts";
import type { Stores } from "../database/open-stores.ts";
import type { Checked, NewSession } from "../dependencies.ts";
import { type Account, erasedData, type GuestJoin } from "../domain/account.ts";
import type { Session } from "../domain/session.ts";
import type { AttemptKey, Attempts } from "../domain/throttle.ts";
import { fakeSessions } from "./fake-sessions.ts";

/** All stores in memory: the guarantees of the real ones, without a database. */
export const fakeStores = (): Stores & { readonly events: { topic: string; data: object }[] } => {
  const accounts = new Map<string, Account>();
  const sessions = fakeSessions();
  const joined = new Map<string, string | null>();
  const books = new Map<string, SavedAddress[]>();
  const attempts = new Map<string, Attempts>();
  const events: { topic: string; data: object }[] = [];

  const byEmail = (email: string) => [...accounts.values()].find((account) => account.email === email);
  const start = (first: NewSession, join: GuestJoin | undefined): Session => {
    if (join === undefined) return sessions.start(first);
    const { guestId, userId } = join;
    if (!joined.has(guestId)) {
      joined.set(guestId, userId);
      sessions.endAll(guestId);
      events.push({ topic: guestJoined.topic, data: join });
    }
    const formerly = joined.get(guestId) === userId ? guestId : null;
    return sessions.start({ ...first, session: { ...first.session, formerly } });
  };
  const whileChecked = async <T>(checked: Checked, work: (account: Account) => T): Promise<T | undefined> => {
    const account = accounts.get(checked.id);
    return account?.passwordHash === checked.passwordHash ? work(account) : undefined;
  };
  const keyOf = ({ on, from }: AttemptKey): string => JSON.stringify([on, from]);
  const book = (userId: string): SavedAddress[] => books.get(userId) ?? [];

  return {
    events,
    accounts: {
      find: async (userId) => accounts.get(userId),
      findByEmail: async (email) => byEmail(email),
      known: async (userIds) => userIds.filter((userId) => accounts.has(userId)),
      async create(account, first, join) {
        if (byEmail(account.email) !== undefined) return undefined;
        accounts.set(account.id, account);
        return start(first, join);
      },
      signIn: (checked, first, join) => whileChecked(checked, () => start(first, join)),
      async changePassword(checked, passwordHash, first) {
        const done = await whileChecked(checked, (account) => {
          accounts.set(account.id, { ...account, passwordHash });
          sessions.endAll(account.id);
          return sessions.start(first);
        });
        return done !== undefined;
      },
      async rehash(checked, passwordHash) {
        await whileChecked(checked, (account) => accounts.set(account.id, { ...account, passwordHash }));
      },
      async setGrants(userId, grants) {
        const account = accounts.get(userId);
        if (account !== undefined) accounts.set(userId, { ...account, grants });
        return accounts.get(userId);
      },
      async erase(checked, now) {
        const done = await whileChecked(checked, ({ id, email }) => {
          const guests = [...joined].flatMap(([guest, account]) => (account === id ? [guest] : []));
          for (const guest of guests) joined.set(guest, null);
          for (const subject of [id, ...guests]) sessions.endAll(subject);
          for (const key of attempts.keys())
            if ([id, email].some((on) => key.startsWith(`[${JSON.stringify(on)}`))) attempts.delete(key);
          books.delete(id);
          accounts.delete(id);
          events.push({ topic: userErased.topic, data: erasedData(id, guests, now) });
          return true;
        });
        return done === true;
      },
    },
    sessions: sessions.store,
    addresses: {
      list: async (userId) => book(userId),
      async add(userId, decide) {
        if (!accounts.has(userId)) return undefined;
        const { entry, added } = decide(book(userId));
        if (added) books.set(userId, [...book(userId), entry]);
        return entry;
      },
      async replace(userId, addressId, address) {
        const own = book(userId).some(({ id }) => id === addressId);
        const change = (entry: SavedAddress) =>
          entry.id === addressId ? { id: entry.id, ...address } : entry;
        books.set(userId, book(userId).map(change));
        return own;
      },
      async remove(userId, addressId) {
        const left = book(userId).filter(({ id }) => id !== addressId);
        const own = left.length < book(userId).length;
        books.set(userId, left);
        return own;
      },
    },
    attempts: {
      async take(limits) {
        const decided = limits.map(({ key, decide }) => ({
          key: keyOf(key),
          decision: decide(attempts.get(keyOf(key))),
        }));
        const refused = decided.find(({ decision }) => !decision.allowed);
        if (refused !== undefined) return refused.decision;
        for (const { key, decision } of decided) if (decision.allowed) attempts.set(key, decision.after);
        const last = decided.at(-1);
        if (last === undefined) throw new Error("an attempt needs a limit");
        return last.decision;
      },
      clear: async (key) => void attempts.delete(keyOf(key)),
      async giveBack(key) {
        const before = attempts.get(keyOf(key));
        if (before === undefined) return;
        const count = Math.max(before.count, 1) - 1;
        attempts.set(keyOf(key), { ...before, count, lockedUntil: null });
      },
    },
  };
};
