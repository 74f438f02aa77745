import { ReleaseId } from "@caravan/contracts";
import { pageUnknown } from "@caravan/pages";
import { logEntryOf } from "@caravan/release-engine";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import type { Addresses } from "../domain/links.ts";
import { abandonRelease } from "../use-cases/abandon-release.ts";
import { commandRelease } from "../use-cases/command-release.ts";
import { getRelease } from "../use-cases/get-release.ts";
import { createHistories } from "../use-cases/histories.ts";
import { listReleases } from "../use-cases/list-releases.ts";
import type { Desk } from "./desk.ts";

const mostUnderWay = 100;
const onePage = 30;
/** Entries that are read at once. */
const mostLines = 500;

/** The pages' desk over what the API is made of: the same use cases, and the same refusals. */
export const openDesk = (dependencies: Dependencies, addresses: Addresses): Desk => ({
  async underWay() {
    return (await listReleases(dependencies, { underWay: "true", limit: mostUnderWay })).items;
  },
  async ended(cursor) {
    const { items, nextCursor } = await listReleases(dependencies, { cursor, limit: onePage });
    return { items: items.filter(({ endedAt }) => endedAt !== null), next: nextCursor ?? null };
  },
  async find(releaseId) {
    if (!v.is(ReleaseId, releaseId)) throw pageUnknown("release");
    return getRelease(dependencies, { releaseId });
  },
  history: createHistories(async (id, after) =>
    (await dependencies.releases.lines(id, after, mostLines)).map(logEntryOf),
  ),
  async command(release, command, { actor: by, reason, key, check }) {
    const { body } = await commandRelease(dependencies, { release, command, by, reason, key }, check);
    return body;
  },
  abandon: (release, { actor: by, reason, key, check }) =>
    abandonRelease(dependencies, { release, by, reason, key, keepsWeights: false }, check),
  addresses,
  now: dependencies.now,
});
