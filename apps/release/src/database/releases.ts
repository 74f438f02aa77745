import { and, asc, desc, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import type { ReleaseStore, StoredRelease } from "../dependencies.ts";
import { openAbandonment } from "./abandon.ts";
import { openJournal, readLines } from "./journal.ts";
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
    ...openAbandonment({ database, now, onChange }),
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
  };
};
