import type { LogEntry } from "@caravan/release-engine";
import { LRUCache } from "lru-cache";
import { type History, noHistory, withEntry } from "../domain/history.ts";

/** The entries of a release's log after a sequence, in order; as many as are read at once. */
export type ReadEntries = (releaseId: string, after: number) => Promise<readonly LogEntry[]>;

/** What is drawn and told of a release's log, up to its last entry. @throws Error when an entry cannot be told */
export type ReadHistory = (releaseId: string) => Promise<History>;

/** Each entry is read and parsed once: a page that follows a release costs what is new in it. */
export const createHistories = (read: ReadEntries): ReadHistory => {
  const known = new LRUCache<string, History>({ max: 50 });
  const load = async (id: string): Promise<History> => {
    let history = known.get(id) ?? noHistory;
    for (;;) {
      const entries = await read(id, history.sequence);
      if (entries.length === 0) return history;
      history = entries.reduce(withEntry, history);
      known.set(id, history);
    }
  };
  const loading = new Map<string, Promise<History>>();
  return (id) => {
    const before = loading.get(id);
    if (before) return before;
    const now = load(id).finally(() => loading.delete(id));
    loading.set(id, now);
    return now;
  };
};
