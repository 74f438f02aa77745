import { afterCommit, type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import { hasEnded, type JudgeState, type LogEntry, lineOf, type Run } from "@caravan/release-engine";
import type { Journal } from "@caravan/release-runner";
import { and, eq, gt, sql } from "drizzle-orm";
import { mostEntries } from "../domain/pace.ts";
import { viewOf } from "../domain/view.ts";
import { commands, entries, releases } from "./schema.ts";

/** Another process has written an entry at this place: it runs the release now. */
export class Fenced extends Error {
  constructor(release: string) {
    super(`another process runs ${release} now`);
    this.name = "Fenced";
  }
}

/** The log is as long as a log may become. */
export class LogFull extends Error {
  readonly release: string;
  constructor(release: string) {
    super(`its log has ${mostEntries} entries, which is the most it may have`);
    this.name = "LogFull";
    this.release = release;
  }
}

/** Writes an entry. Its place is the key: of two engines that write the same one, the second fails here. */
export const insertEntry = async (tx: Transaction, release: string, entry: LogEntry): Promise<void> => {
  const { sequence: position } = entry;
  await tx
    .insert(entries)
    .values({ release, position, line: lineOf(entry) })
    .catch((error: unknown) => {
      throw isDuplicateEntry(error) ? new Fenced(release) : error;
    });
};

/** What the row of a release says after an entry. */
export const rowAfter = ({ sequence, hash }: LogEntry, run: Run<JudgeState>, at: Date) => ({
  view: viewOf(run),
  entries: sequence,
  head: hash,
  changedAt: at,
  ...(hasEnded(run) ? { underWay: null, endedAt: at } : {}),
});

/** Lines of a log in their order. */
export const readLines = async (
  { drizzle }: Pick<Database, "drizzle">,
  release: string,
  after: number,
  limit: number,
): Promise<string[]> => {
  const rows = await drizzle
    .select({ line: entries.line })
    .from(entries)
    .where(and(eq(entries.release, release), gt(entries.position, after)))
    .orderBy(entries.position)
    .limit(limit);
  return rows.map(({ line }) => line);
};

/** The log of one release in the database; what callers see of it changes with each entry. */
export const openJournal = (
  database: Database,
  release: string,
  now: () => Date,
  onChange: () => void,
): Journal => ({
  lines: () => readLines(database, release, 0, mostEntries + 1),
  async append(entry, run) {
    if (entry.sequence > mostEntries) throw new LogFull(release);
    await database.transaction(async (tx) => {
      await insertEntry(tx, release, entry);
      const at = now();
      const revision = sql`${releases.revision} + 1`;
      // Messages may still be answered once it has ended; that moves its end no further.
      const ended = hasEnded(run) ? { endedAt: sql`coalesce(${releases.endedAt}, ${at})` } : {};
      const changed = { ...rowAfter(entry, run, at), revision, ...ended };
      await tx.update(releases).set(changed).where(eq(releases.id, release));
      if (entry.input.kind === "command")
        await tx
          .update(commands)
          .set({ entry: entry.sequence })
          .where(
            and(
              eq(commands.release, release),
              eq(commands.at, new Date(entry.input.at)),
              // What its train asks for is in no row.
              eq(commands.actor, entry.input.actor),
            ),
          );
      afterCommit(tx, onChange);
    });
  },
});
