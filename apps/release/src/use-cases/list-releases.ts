import { decodeCursor, encodeCursor, type Release, ReleaseId } from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { withEngine } from "./get-release.ts";

/** A page of releases, newest first. @throws Refusal `cursor-unknown` */
export const listReleases = async (
  dependencies: Pick<Dependencies, "releases" | "lease">,
  {
    service,
    underWay,
    cursor,
    limit,
  }: {
    service?: string | undefined;
    underWay?: "true" | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: Release[]; nextCursor?: string }> => {
  const [before] = decodeCursor(v.tuple([ReleaseId]), cursor) ?? [];
  const search = { service, underWay: underWay === "true", before, limit: limit + 1 };
  const found = await dependencies.releases.list(search);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const page = { items: await Promise.all(items.map((release) => withEngine(dependencies, release))) };
  return found.length > limit && last ? { ...page, nextCursor: encodeCursor([last.id]) } : page;
};
