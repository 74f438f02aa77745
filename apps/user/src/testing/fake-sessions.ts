import type { NewSession, SessionStore, ShownToken } from "../dependencies.ts";
import { mostSessions, type Session } from "../domain/session.ts";

interface Kept {
  readonly session: Session;
  readonly familyHash: string;
  /** The current token. */
  readonly good: string;
  /** Its predecessor, and the salt. */
  readonly before?: { readonly hash: string; readonly salt: string };
}

/** Sessions in memory: the guarantees of the real store, without a database. */
export const fakeSessions = () => {
  const kept = new Map<string, Kept>();
  const of = (subject: string): Session[] =>
    [...kept.values()].map(({ session }) => session).filter((session) => session.subject === subject);
  const find = ({ hash, familyHash }: ShownToken): Kept | undefined =>
    [...kept.values()].find(
      (one) => [one.good, one.before?.hash].includes(hash) || one.familyHash === familyHash,
    );
  const start = ({ session, refreshToken: { hash, familyHash } }: NewSession): Session => {
    kept.set(session.id, { session, familyHash, good: hash });
    const [surplus] = of(session.subject).sort((a, b) => (a.lastUsedAt < b.lastUsedAt ? -1 : 1));
    if (of(session.subject).length > mostSessions && surplus !== undefined) kept.delete(surplus.id);
    return session;
  };
  const store: SessionStore = {
    start: async (first) => void start(first),
    async refresh(shown, renewal, _now, decide) {
      const one = find(shown);
      if (one === undefined) return undefined;
      const repeated = one.before?.hash === shown.hash;
      const token = one.good === shown.hash ? "good" : repeated ? "repeated" : "superseded";
      const decision = decide({ session: one.session, token });
      if (decision.kind === "end") {
        kept.delete(one.session.id);
        return { decision };
      }
      const { session } = decision;
      if (repeated && one.before !== undefined) {
        kept.set(session.id, { ...one, session });
        return { decision, salt: one.before.salt };
      }
      const next = renewal.successorOf(renewal.salt);
      const before = { hash: shown.hash, salt: renewal.salt };
      kept.set(session.id, { session, familyHash: next.familyHash, good: next.hash, before });
      return { decision, salt: renewal.salt };
    },
    end: async (shown) => void kept.delete(find(shown)?.session.id ?? ""),
    list: async (subject) => of(subject).sort((a, b) => (a.id < b.id ? 1 : -1)),
  };
  return {
    store,
    start,
    endAll: (subject: string): void => {
      for (const { id } of of(subject)) kept.delete(id);
    },
  };
};
