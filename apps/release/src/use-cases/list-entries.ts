import { decodeCursor, encodeCursor, type ReleaseEntry } from "@caravan/contracts";
import { logEntryOf } from "@caravan/release-engine";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { entryView } from "../domain/entry-view.ts";
import { findRelease } from "./find-release.ts";

const Position = v.tuple([v.pipe(v.number(), v.safeInteger(), v.minValue(0))]);

/** A page of a log, from its beginning. @throws Refusal `release-unknown`, `cursor-unknown` */
export const listEntries = async (
  dependencies: Pick<Dependencies, "releases">,
  { releaseId, cursor, limit }: { releaseId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: ReleaseEntry[]; nextCursor?: string }> => {
  await findRelease(dependencies, releaseId);
  const [after = 0] = decodeCursor(Position, cursor) ?? [];
  const lines = await dependencies.releases.lines(releaseId, after, limit + 1);
  const items = lines.slice(0, limit).map((line) => entryView(logEntryOf(line)));
  const last = items.at(-1);
  return lines.length > limit && last ? { items, nextCursor: encodeCursor([last.sequence]) } : { items };
};
