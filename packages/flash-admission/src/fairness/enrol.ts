import { createHmac } from "node:crypto";
import type { Cluster, Redis } from "ioredis";
import * as v from "valibot";
import { originsKey } from "../admission/keys.ts";

/** Of each origin: its count, the field of this shopper there, and how many there may be. Looks at all before it counts at any. */
const script = `
local fresh = {}
for i = 2, #ARGV, 3 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i + 1]) == 0 then
    if tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or 0) >= tonumber(ARGV[i + 2]) then return (i + 1) / 3 end
    fresh[#fresh + 1] = i
  end
end
for _, i in ipairs(fresh) do
  redis.call('HINCRBY', KEYS[1], ARGV[i], 1)
  redis.call('HSET', KEYS[1], ARGV[i + 1], 1)
end
redis.call('PEXPIREAT', KEYS[1], ARGV[1])
return 0
`;

/** One address or device, and how many shoppers of it may take part. */
export interface Origin {
  kind: "address" | "device";
  value: string;
  most: number;
}

/** The sale that shoppers take part in. */
export interface Enrolment {
  sale: string;
  /** The sale's own secret: without it no one finds out by trying which address or device a digest is of. */
  key: string;
  /** Until when it is known who was counted, should the sale not be forgotten before. */
  until: Date;
}

/** So many characters of a digest; as hard to hit by chance as a random id. */
const digestLength = 22;

/**
 * Counts a shopper among those of each of these origins, once; tells the one of which there are too many, and then counts them nowhere.
 *
 * It is asked when the page's token is issued, before the opening, as origins lie in another slot than a shopper: so it costs
 * a click nothing. What is kept is digests alone, of shoppers too. Redis losing it makes it count anew: it guards fairness, not stock.
 */
export const enrol = async (
  redis: Redis | Cluster,
  { sale, key, until }: Enrolment,
  shopper: string,
  origins: readonly Origin[],
): Promise<Origin | undefined> => {
  const digest = (...parts: string[]): string =>
    createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url").slice(0, digestLength);
  const told = origins.flatMap(({ kind, value, most }) => [
    ...[digest(kind, value), digest(kind, value, shopper), most],
  ]);
  const reply = await redis.eval(script, 1, originsKey(sale), until.getTime(), ...told);
  return origins[v.parse(v.number(), reply) - 1];
};
