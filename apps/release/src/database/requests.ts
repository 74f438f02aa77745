import { ReleaseCommand } from "@caravan/contracts";
import { afterCommit, hashRequest, idempotent, isDuplicateEntry } from "@caravan/database";
import { and, asc, eq, isNull } from "drizzle-orm";
import * as v from "valibot";
import type { Outcome, ReleaseStore } from "../dependencies.ts";
import { commands, outcomes } from "./schema.ts";
import type { ReleaseStoreOptions } from "./store-options.ts";

/** What people ask of releases, and what deployers answer. */
export const openRequests = ({
  database,
  now,
  onChange,
}: ReleaseStoreOptions): Pick<ReleaseStore, "ask" | "asked" | "heardIn" | "answer" | "outcome"> => {
  const outcome = async (release: string, number: number): Promise<Outcome | undefined> => {
    const [row] = await database.drizzle
      .select({ outcome: outcomes.outcome, reason: outcomes.reason })
      .from(outcomes)
      .where(and(eq(outcomes.release, release), eq(outcomes.number, number)));
    return row;
  };
  return {
    outcome,
    async ask({ key, by, release, command, reason }, check = async () => {}) {
      const request = hashRequest({ release, command, reason });
      const scope = { scope: `commandRelease:${by}`, key, requestHash: request };
      const kept = await idempotent<{ at: string }>(
        { database, ...scope, newResourceId: () => release },
        async ({ complete }) => {
          await check();
          return database.transaction(async (tx) => {
            // Two at the same moment: the time is how a command is known.
            for (let at = now(); ; at = new Date(at.getTime() + 1)) {
              const row = { release, at, actor: by, command, reason };
              const isThere = await tx
                .insert(commands)
                .values(row)
                .then(
                  () => true,
                  (error: unknown) => {
                    if (isDuplicateEntry(error)) return false;
                    throw error;
                  },
                );
              if (!isThere) continue;
              const response = { status: 200, body: { at: at.toISOString() } };
              await complete(tx, response);
              afterCommit(tx, onChange);
              return response;
            }
          });
        },
      );
      return { body: kept.body, replayed: kept.replayed };
    },
    async asked(release) {
      const rows = await database.drizzle
        .select()
        .from(commands)
        .where(and(eq(commands.release, release), isNull(commands.entry)))
        .orderBy(asc(commands.at));
      return rows.flatMap(({ at, actor, command, reason }) =>
        v.is(ReleaseCommand, command) ? [{ by: actor, command, reason, at: at.toISOString() }] : [],
      );
    },
    async heardIn(release, at) {
      const [row] = await database.drizzle
        .select({ entry: commands.entry })
        .from(commands)
        .where(and(eq(commands.release, release), eq(commands.at, new Date(at))));
      return row?.entry ?? null;
    },
    async answer(release, number, { outcome: said, reason, by }) {
      await database.drizzle
        .insert(outcomes)
        .values({ release, number, outcome: said, reason, actor: by, at: now() })
        .catch((error: unknown) => {
          if (!isDuplicateEntry(error)) throw error;
        });
      onChange();
      const first = await outcome(release, number);
      return first ?? { outcome: said, reason };
    },
  };
};
