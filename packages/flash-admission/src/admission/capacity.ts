import type { Redis } from "ioredis";
import * as v from "valibot";

/** What a ticket takes of Redis at most: with its shopper, its place in line, and its decision until that is stored. In bytes. */
export const ticketBytes = 700;

/** The share of Redis's memory that is for tickets. Half is for events; carts, configuration and addresses have the rest. */
const ticketShare = 1 / 3;

/** Tickets that a Redis without a limit of its memory is trusted with. */
const ticketsWithoutLimit = 100_000;

/** More tickets of a shard than its equal part: shoppers do not spread evenly over few tickets. */
const unevenTickets = 100;

const Memory = v.pipe(
  v.string(),
  v.transform((info) => Number(/^maxmemory:(\d+)/m.exec(info)?.[1])),
  v.integer("tells no maxmemory"),
);

/** Tickets of all sales together that this Redis has room for, by the memory that it is configured with. Rejects when Redis is away. */
export const ticketRoom = async (redis: Redis): Promise<number> => {
  const bytes = v.parse(Memory, await redis.info("memory"));
  return bytes === 0 ? ticketsWithoutLimit : Math.floor((bytes * ticketShare) / ticketBytes);
};

/** The terms of a sale that its tickets in Redis follow from. */
export interface TicketTerms {
  readonly pieces: number;
  /** Places in the line behind them. */
  readonly line: number;
  readonly shards: number;
}

/**
 * Most tickets of a sale that are in Redis: those that have a piece or a place, and as many again that had one and went back, which Redis
 * knows until the sale is settled. Then no one new gets a ticket.
 */
export const mostTickets = ({ pieces, line, shards }: TicketTerms): number =>
  2 * (pieces + line) + unevenTickets * shards;
