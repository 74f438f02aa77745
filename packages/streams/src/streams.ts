import type { Redis } from "ioredis";
import * as v from "valibot";

/** One entry of a stream. `daprd` writes the CloudEvent into the field `data`, and the transport's metadata into `metadata`. */
export interface Entry {
  id: string;
  fields: Record<string, string>;
}

/** The streams with this prefix, in order. */
export const streamNames = async (redis: Redis, prefix: string): Promise<string[]> => {
  const names = new Set<string>();
  let cursor = "0";
  do {
    const [next, found] = await redis.scan(cursor, "MATCH", `${prefix}*`, "COUNT", 500, "TYPE", "stream");
    for (const name of found) names.add(name);
    cursor = next;
  } while (cursor !== "0");
  return [...names].sort();
};

/** Entries of a stream from one id to another, oldest first. */
export const entries = async (
  redis: Redis,
  stream: string,
  from: string,
  to: string,
  count: number,
): Promise<Entry[]> => {
  const found = await redis.xrange(stream, from, to, "COUNT", count);
  return found.map(([id, flat]) => ({ id, fields: pairs(flat) }));
};

/** The newest entries of a stream, newest first. */
export const newest = async (redis: Redis, stream: string, count: number): Promise<Entry[]> =>
  (await redis.xrevrange(stream, "+", "-", "COUNT", count)).map(([id, flat]) => ({
    id,
    fields: pairs(flat),
  }));

const pageEntries = 500;

/** All entries of a stream, oldest first. */
export async function* everyEntry(redis: Redis, stream: string): AsyncGenerator<Entry> {
  for (let from = "-"; ; ) {
    const page = await entries(redis, stream, from, "+", pageEntries);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageEntries) return;
    from = `(${last.id}`;
  }
}

/** The time of an entry: its id begins with the milliseconds. */
export const writtenAt = (entryId: string): Date => new Date(Number(entryId.split("-")[0]));

/** A consumer group of a topic: the app of that name. */
export interface Group {
  app: string;
  /** Delivered, but not acknowledged. */
  pending: number;
  /** Not yet delivered; undefined when Redis cannot tell, after entries in the middle were deleted. */
  lag: number | undefined;
  lastDeliveredId: string;
}

const GroupReply = v.object({
  name: v.string(),
  pending: v.pipe(v.string(), v.transform(Number)),
  lag: v.pipe(
    v.string(),
    v.transform((lag) => (/^\d+$/.test(lag) ? Number(lag) : undefined)),
  ),
  "last-delivered-id": v.string(),
});

/** The consumer groups of a topic; none when there is no such stream. */
export const groupsOf = async (redis: Redis, stream: string): Promise<Group[]> => {
  if ((await redis.exists(stream)) === 0) return [];
  const replies = v.parse(v.array(v.array(v.unknown())), await redis.xinfo("GROUPS", stream));
  return replies.map((reply) => {
    const group = v.parse(GroupReply, pairs(reply.map(String)));
    const { name: app, pending, lag } = group;
    return { app, pending, lag, lastDeliveredId: group["last-delivered-id"] };
  });
};

const pairs = (flat: readonly string[]): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) fields[flat[i] ?? ""] = flat[i + 1] ?? "";
  return fields;
};
