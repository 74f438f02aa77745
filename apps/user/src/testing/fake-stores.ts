import { guestJoined, type SavedAddress, userErased } from "@caravan/contracts";
import type { Stores } from "../database/open-stores.ts";
import type { Checked, NewSession } from "../dependencies.ts";
import { type Account, erasedData, type GuestJoin } from "../domain/account.ts";
import type { Session } from "../domain/session.ts";
import type { Attempts } from "../domain/throttle.ts";

/** All stores over plain memory: what the real ones promise, without a database. */
export const fakeStores = (): Stores & { readonly events: { topic: string; data: object }[] } => {
  const accounts = new Map<string, Account>();
  const sessions = new Map<string, Session>();
  const tokens = new Map<string, { sessionId: string; usedAt: Date | null }>();
  const books = new Map<string, SavedAddress[]>();
  const attempts = new Map<string, Attempts>();
  const events: { topic: string; data: object }[] = [];

  const byEmail = (email: string) => [...accounts.values()].find((account) => account.email === email);
  const start = ({ session, tokenHash }: NewSession): void => {
    sessions.set(session.id, session);
    tokens.set(tokenHash, { sessionId: session.id, usedAt: null });
  };
  const endAll = (subject: string): void => {
    for (const session of sessions.values()) if (session.subject === subject) sessions.delete(session.id);
  };
  const tellJoin = (join: GuestJoin | undefined): void => {
    if (join === undefined) return;
    endAll(join.guestId);
    events.push({ topic: guestJoined.topic, data: join });
  };
  const whileChecked = async (checked: Checked, work: (account: Account) => void): Promise<boolean> => {
    const account = accounts.get(checked.id);
    if (account?.passwordHash !== checked.passwordHash) return false;
    work(account);
    return true;
  };
  const book = (userId: string): SavedAddress[] => books.get(userId) ?? [];

  return {
    events,
    accounts: {
      find: async (userId) => accounts.get(userId),
      findByEmail: async (email) => byEmail(email),
      async create(account, first, join) {
        if (byEmail(account.email) !== undefined) return false;
        accounts.set(account.id, account);
        start(first);
        tellJoin(join);
        return true;
      },
      signIn: (checked, first, join) =>
        whileChecked(checked, () => {
          start(first);
          tellJoin(join);
        }),
      changePassword: (checked, passwordHash, first) =>
        whileChecked(checked, (account) => {
          accounts.set(account.id, { ...account, passwordHash });
          endAll(account.id);
          start(first);
        }),
      async rehash(checked, passwordHash) {
        await whileChecked(checked, (account) => accounts.set(account.id, { ...account, passwordHash }));
      },
      async setGrants(userId, grants) {
        const account = accounts.get(userId);
        if (account !== undefined) accounts.set(userId, { ...account, grants });
        return accounts.get(userId);
      },
      erase: (checked, now) =>
        whileChecked(checked, ({ id }) => {
          books.delete(id);
          endAll(id);
          accounts.delete(id);
          events.push({ topic: userErased.topic, data: erasedData(id, now) });
        }),
    },
    sessions: {
      start: async (first) => start(first),
      async refresh(tokenHash, nextHash, now, decide) {
        const token = tokens.get(tokenHash);
        const session = token && sessions.get(token.sessionId);
        if (token === undefined || session === undefined) return undefined;
        const decision = decide({ session, usedAt: token.usedAt });
        if (decision.kind === "end") sessions.delete(session.id);
        else {
          token.usedAt ??= now;
          start({ session: decision.session, tokenHash: nextHash });
        }
        return decision;
      },
      end: async (tokenHash) => void sessions.delete(tokens.get(tokenHash)?.sessionId ?? ""),
      list: async (subject) =>
        [...sessions.values()]
          .filter((session) => session.subject === subject)
          .sort((a, b) => (a.id < b.id ? 1 : -1)),
    },
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
      async take(key, decide) {
        const decision = decide(attempts.get(key));
        if (decision.allowed) attempts.set(key, decision.after);
        return decision;
      },
      clear: async (key) => void attempts.delete(key),
    },
  };
};
