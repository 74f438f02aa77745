import { newId } from "@caravan/contracts";
import { hashRequest, idempotent, isDuplicateEntry } from "@caravan/database";
import { and, asc, desc, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import type { ReleaseStore, StoredRelease } from "../dependencies.ts";
import { releaseEnded, releaseUnderWay, releaseUnknown } from "../domain/refusals.ts";
import { insertEntry, openJournal, readLines, rowAfter } from "./journal.ts";
import { openRequests } from "./requests.ts";
import { releaseOf } from "./rows.ts";
import { commands, releases } from "./schema.ts";
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
    find,
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
    async start({ key, by, request }, begin) {
      const scope = { scope: `startRelease:${by}`, key, requestHash: hashRequest(request) };
      const kept = await idempotent<StoredRelease>(
        { database, ...scope, newResourceId: () => newId("rel") },
        async ({ resourceId: id, complete }) => {
          let body: StoredRelease | undefined;
          await begin(id, {
            lines: async () => [],
            append: (entry, run) =>
              database.transaction(async (tx) => {
                if (entry.input.kind !== "start") throw new Error("a release begins with its start");
                const { plan, actor, reason } = entry.input;
                const [at, service] = [now(), plan.service];
                const row = {
                  ...{ id, service, underWay: service, reason, stopped: null, revision: 1 },
                  ...{ startedAt: at, startedBy: actor, endedAt: null, ...rowAfter(entry, run, at) },
                };
                await tx.insert(releases).values(row).catch(takenBy(service));
                await insertEntry(tx, id, entry);
                body = releaseOf(row);
                await complete(tx, { status: 201, body });
              }),
          });
          if (!body) throw new Error("the release left no entry");
          onChange();
          return { status: 201, body };
        },
      );
      return { body: kept.body, replayed: kept.replayed };
    },
    stop: (id, why) => change(id, { stopped: why.slice(0, 500) }),
    async abandon(id, by, reason) {
      const at = now();
      await database.transaction(async (tx) => {
        const [row] = await tx.select().from(releases).where(eq(releases.id, id)).for("update");
        if (!row) throw releaseUnknown(id);
        if (row.endedAt !== null) throw releaseEnded(row.view.phase);
        const why = [
          `Abandoned by ${by}: ${reason}. All requests go to v1.`,
          `Its log ends where no engine could go on: ${row.stopped ?? ""}`,
        ];
        const weights = { ...row.view.weights, planned: 0 };
        const view = { ...row.view, weights, phase: "frozen" as const, heldDuring: null, task: null, why };
        const ended = { view, underWay: null, endedAt: at, changedAt: at };
        await tx
          .update(releases)
          .set({ ...ended, revision: row.revision + 1 })
          .where(eq(releases.id, id));
        await tx.insert(commands).values({ release: id, at, actor: by, command: "abandon", reason });
      });
      onChange();
      const abandoned = await find(id);
      if (!abandoned) throw releaseUnknown(id);
      return abandoned;
    },
  };
};

/** The unique key: one release of a service at a time. */
const takenBy =
  (service: string) =>
  (error: unknown): never => {
    throw isDuplicateEntry(error, "releases_under_way") ? releaseUnderWay(service) : error;
  };
