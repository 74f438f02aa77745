import { hash } from "node:crypto";
import * as v from "valibot";

/** An id that may stand in a key, and in a ticket's row in Redis, where colons and blanks part the fields. */
export const Name = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, - or _"));

/** A sale as admission knows it. More shards carry more clicks; the number changes only by a rebuild. */
export const Sale = v.object({
  id: Name,
  shards: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)),
});
export type Sale = v.InferOutput<typeof Sale>;

/** The keys of a shard, in the script's order. The hash tag puts them into one slot of a cluster. */
export const keysOf = (sale: string, shard: number): readonly string[] =>
  ["state", "tickets", "shoppers", "line", "log", "moves"].map((key) => `{flash:${sale}:${shard}}:${key}`);

/** The key of the addresses and devices of a sale, and of who was counted there. */
export const originsKey = (sale: string): string => `{flash:${sale}:origins}`;

/** The shard of a shopper: always the same, so that one place knows all of their tickets. */
export const shardOf = (shopper: string, shards: number): number =>
  hash("sha1", shopper, "buffer").readUInt32BE() % shards;
