import { afterCommit, hashRequest, idempotent, type Transaction } from "@caravan/database";
import { abandonment, seal } from "@caravan/release-engine";
import { eq } from "drizzle-orm";
import type { Abandoned, ReleaseStore, StoredRelease } from "../dependencies.ts";
import { entryView } from "../domain/entry-view.ts";
import { releaseEnded, releaseUnknown } from "../domain/refusals.ts";
import { insertEntry } from "./journal.ts";
import { releaseOf } from "./rows.ts";
import { releases } from "./schema.ts";
import type { ReleaseStoreOptions } from "./store-options.ts";

/** Writes the last entry of a log, and closes the release. */
const end = async (
  tx: Transaction,
  { id, weights: { planned, applied } }: Pick<StoredRelease, "id" | "weights">,
  { by, reason, keepsWeights }: Abandoned,
  at: Date,
): Promise<StoredRelease> => {
  const [row] = await tx.select().from(releases).where(eq(releases.id, id)).for("update");
  if (!row) throw releaseUnknown(id);
  if (row.endedAt !== null) throw releaseEnded(row.view.phase);
  const asked = { kind: "abandoned", at: at.toISOString(), actor: by, reason } as const;
  const kept = keepsWeights && { kept: { planned: planned ?? 0, applied } };
  // After the last entry that was written here, whatever stands in its place now: so a change of that one is found as before.
  const before = { sequence: row.entries, hash: row.head };
  const entry = seal(abandonment({ ...asked, stopped: row.stopped ?? "", ...kept }), before);
  await insertEntry(tx, id, entry);
  const { words: why, weights } = entryView(entry);
  const view = { ...row.view, weights, phase: "frozen" as const, heldDuring: null, task: null, why };
  const { sequence: entries, hash: head } = entry;
  const revision = row.revision + 1;
  const ended = { view, entries, head, underWay: null, endedAt: at, changedAt: at, revision };
  await tx.update(releases).set(ended).where(eq(releases.id, id));
  return releaseOf({ ...row, ...ended });
};

/** Ends releases that no engine can go on with: all that end together, or none. */
export const openAbandonment = ({
  database,
  now,
  onChange,
}: ReleaseStoreOptions): Pick<ReleaseStore, "abandon"> => ({
  async abandon(asked, which) {
    const { key, by, release, reason, keepsWeights } = asked;
    const scope = `${keepsWeights ? "freezeStopped" : "abandonRelease"}:${by}`;
    const requestHash = hashRequest({ release, reason });
    const { body, replayed } = await idempotent<StoredRelease>(
      { database, scope, key, requestHash, newResourceId: () => release },
      async ({ complete }) => {
        const all = await which();
        return database.transaction(async (tx) => {
          const ended: StoredRelease[] = [];
          for (const one of all) ended.push(await end(tx, one, asked, now()));
          const own = ended.find(({ id }) => id === release);
          if (!own) throw releaseUnknown(release);
          const response = { status: 200, body: own };
          await complete(tx, response);
          afterCommit(tx, onChange);
          return response;
        });
      },
    );
    return { body, replayed };
  },
});
