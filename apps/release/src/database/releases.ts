import { abandonment, seal } from "@caravan/release-engine";
import { and, asc, desc, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import type { ReleaseStore, StoredRelease } from "../dependencies.ts";
import { entryView } from "../domain/entry-view.ts";
import { releaseEnded, releaseUnknown } from "../domain/refusals.ts";
import { insertEntry, openJournal, readLines } from "./journal.ts";
import { openRequests } from "./requests.ts";
import { releaseOf } from "./rows.ts";
import { dropped, releases } from "./schema.ts";
import { openStarts } from "./starts.ts";
import type { ReleaseStoreOptions } from "./store-options.ts";

/** Most changed releases that are read at once. */
const mostChanged = 100;

export const openReleases = ({ database, now, onChange }: ReleaseStoreOptions): ReleaseStore => {
  const find = async (id: string): Promise<StoredRelease | undefined> => {
    const [row] = await database.drizzle.select().from(releases).where(eq(releases.id, id));
    return row && releaseOf(row);
  };
  const change = async (id: string, changed: Partial<typeof releases.$inferInsert>) => {
    const next = { ...changed, changedAt: now(), revision: sql`${releases.revision} + 1` };
    await database.drizzle.update(releases).set(next).where(eq(releases.id, id));
    onChange();
  };
  return {
    ...openRequests({ database, now, onChange }),
    ...openStarts({ database, now, onChange }),
    find,
    async findDropped(id) {
      const [row] = await database.drizzle.select().from(dropped).where(eq(dropped.release, id));
      return row;
    },
    async count() {
      const [kept, gone] = await Promise.all([
        database.drizzle.$count(releases),
        database.drizzle.$count(dropped),
      ]);
      return { kept, dropped: gone };
    },
    async list({ service, underWay, before, limit }) {
      const rows = await database.drizzle
        .select()
        .from(releases)
        .where(
          and(
            service === undefined ? undefined : eq(releases.service, service),
            underWay ? isNotNull(releases.underWay) : undefined,
            before === undefined ? undefined : lt(releases.id, before),
          ),
        )
        .orderBy(desc(releases.id))
        .limit(limit);
      return rows.map(releaseOf);
    },
    async changedSince(time) {
      const rows = await database.drizzle
        .select()
        .from(releases)
        .where(gte(releases.changedAt, time))
        .orderBy(asc(releases.changedAt))
        .limit(mostChanged);
      return rows.map(releaseOf);
    },
    lines: (id, after, limit) => readLines(database, id, after, limit),
    journal: (id) => openJournal(database, id, now, onChange),
    stop: (id, why) => change(id, { stopped: why.slice(0, 500) }),
    async abandon(id, by, reason) {
      const at = now();
      await database.transaction(async (tx) => {
        const [row] = await tx.select().from(releases).where(eq(releases.id, id)).for("update");
        if (!row) throw releaseUnknown(id);
        if (row.endedAt !== null) throw releaseEnded(row.view.phase);
        const asked = { kind: "abandoned", at: at.toISOString(), actor: by, reason } as const;
        // After the last entry that was written here, whatever stands in its place now: so a change of that one is found as before.
        const before = { sequence: row.entries, hash: row.head };
        const entry = seal(abandonment({ ...asked, stopped: row.stopped ?? "" }), before);
        await insertEntry(tx, id, entry);
        const { words: why, weights } = entryView(entry);
        const view = { ...row.view, weights, phase: "frozen" as const, heldDuring: null, task: null, why };
        const { sequence: entries, hash: head } = entry;
        const ended = { view, entries, head, underWay: null, endedAt: at, changedAt: at };
        await tx
          .update(releases)
          .set({ ...ended, revision: row.revision + 1 })
          .where(eq(releases.id, id));
      });
      onChange();
      const abandoned = await find(id);
      if (!abandoned) throw releaseUnknown(id);
      return abandoned;
    },
  };
};
