import { createHash } from "node:crypto";
import type { Cluster, Redis } from "ioredis";
import * as v from "valibot";

const script = `
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then return 1 end
if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
return 1
`;

/** One address or device, and how many shoppers of it may take part. */
export interface Origin {
  kind: "address" | "device";
  value: string;
  most: number;
}

/**
 * Counts a shopper among those of their address or device; false: there are too many. The same shopper is counted once.
 *
 * It is asked when the page's token is issued, before the opening, as an address lies in another slot than a shopper: so it costs
 * a click nothing. What is kept is a digest, until `until`. Redis losing it makes it count anew: it guards fairness, not stock.
 */
export const enrol = async (
  redis: Redis | Cluster,
  sale: string,
  shopper: string,
  origin: Origin,
  until: Date,
): Promise<boolean> => {
  const digest = createHash("sha256").update(`${sale}:${origin.value}`).digest("base64url");
  const key = `{flash:${sale}:${origin.kind}:${digest}}`;
  const reply = await redis.eval(script, 1, key, shopper, origin.most, until.getTime());
  return v.parse(v.picklist([0, 1]), reply) === 1;
};
