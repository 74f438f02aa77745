import { newId } from "@caravan/contracts";
import { hashRequest, idempotent, isDuplicateEntry, type Transaction } from "@caravan/database";
import type { JudgeState, LogEntry, Run } from "@caravan/release-engine";
import type { Journal } from "@caravan/release-runner";
import type { Kept, Key, ReleaseStore, StoredRelease } from "../dependencies.ts";
import { releaseUnderWay } from "../domain/refusals.ts";
import { insertEntry, rowAfter } from "./journal.ts";
import { releaseOf } from "./rows.ts";
import { releases } from "./schema.ts";
import type { ReleaseStoreOptions } from "./store-options.ts";

/** The first entry of a release that is about to begin. */
interface First {
  readonly entry: LogEntry;
  readonly run: Run<JudgeState>;
}

/** Keeps the first entry of a release until all that begin with it are there. */
const firsts = () => {
  const all: First[] = [];
  return {
    all,
    journal: {
      lines: async () => [],
      append: async (entry: LogEntry, run: Run<JudgeState>) => void all.push({ entry, run }),
    },
  };
};

/** The unique key: one release of a service at a time. */
const takenBy =
  (service: string) =>
  (error: unknown): never => {
    throw isDuplicateEntry(error, "releases_under_way") ? releaseUnderWay(service) : error;
  };

const insert = async (tx: Transaction, { entry, run }: First, at: Date): Promise<StoredRelease> => {
  if (entry.input.kind !== "start") throw new Error("a release begins with its start");
  const { plan, actor, reason } = entry.input;
  const { id } = run;
  const { service } = plan;
  const row = {
    ...{ id, service, underWay: service, reason, stopped: null, revision: 1 },
    ...{ startedAt: at, startedBy: actor, endedAt: null, ...rowAfter(entry, run, at) },
  };
  await tx.insert(releases).values(row).catch(takenBy(service));
  await insertEntry(tx, id, entry);
  return releaseOf(row);
};

/** Begins releases: all that begin together, or none. */
export const openStarts = ({
  database,
  now,
  onChange,
}: ReleaseStoreOptions): Pick<ReleaseStore, "start" | "startTrain"> => {
  /** Begins what `begin` makes of the key's id, once per key. */
  const once = async <B extends object>(
    { scope, key, by, request }: Key & { readonly scope: string; readonly request: unknown },
    prefix: "rel" | "trn",
    begin: (id: string, journal: Journal) => Promise<void>,
    bodyOf: (id: string, begun: readonly StoredRelease[]) => B,
  ): Promise<Kept<B>> => {
    const kept = await idempotent<B>(
      {
        ...{ database, scope: `${scope}:${by}`, key, requestHash: hashRequest(request) },
        newResourceId: () => newId(prefix),
      },
      async ({ resourceId: id, complete }) => {
        const { all, journal } = firsts();
        await begin(id, journal);
        const response = await database.transaction(async (tx) => {
          const at = now();
          const stored: StoredRelease[] = [];
          for (const first of all) stored.push(await insert(tx, first, at));
          const made = { status: 201, body: bodyOf(id, stored) };
          await complete(tx, made);
          return made;
        });
        onChange();
        return response;
      },
    );
    return { body: kept.body, replayed: kept.replayed };
  };
  return {
    start: (key, begin) =>
      once({ scope: "startRelease", ...key }, "rel", begin, (_, [release]) => {
        if (!release) throw new Error("the release left no entry");
        return release;
      }),
    startTrain: (key, size, begin) => {
      const beginAll = (id: string, journal: Journal) =>
        begin({ id, runs: Array.from({ length: size }, () => newId("rel")) }, journal);
      return once({ scope: "startTrain", ...key }, "trn", beginAll, (id, begun) => ({ id, releases: begun }));
    },
  };
};
