import type { Cluster, Redis } from "ioredis";
import * as v from "valibot";
import type { Batch, Snapshot, StoredTicket } from "../hand-over/store.ts";
import { keysOf } from "./keys.ts";
import {
  AskReply,
  HandedReply,
  LookReply,
  RememberReply,
  ReturnReply,
  StepReply,
  TakeReply,
} from "./replies.ts";
import { runScript } from "./run-script.ts";

const LogEntry = v.object({
  kind: v.picklist(["admitted", "waiting", "returned"]),
  ticket: v.string(),
  shopper: v.string(),
  click: v.string(),
  mark: v.string(),
});

/** How a ticket's status stands in Redis. */
const letters = { admitted: "a", waiting: "w", returned: "r" } as const;

/** The calls of one shard. Each is one call of the script, and refuses an epoch that is not the shard's. */
export const openShard = (redis: Redis | Cluster, sale: string, shard: number) => {
  const keys = keysOf(sale, shard);
  const [, , , , logKey = ""] = keys;
  const run = (verb: string, ...parameters: (string | number)[]): Promise<unknown> =>
    runScript(redis, keys, [verb, ...parameters]);
  const step = async (verb: string, ...parameters: (string | number)[]) =>
    v.parse(StepReply, await run(verb, ...parameters)).kind;
  return {
    ask: async (shopper: string, click: string, ticket: string) =>
      v.parse(AskReply, await run("ask", shopper, click, ticket)),
    giveBack: async (ticket: string) => v.parse(ReturnReply, await run("return", ticket)),
    /** Takes half of the free pieces for another shard, if `want`; tells what is under way in any case. */
    take: async (epoch: number, to: number, want: boolean) =>
      v.parse(TakeReply, await run("take", epoch, to, want ? 1 : 0)),
    receive: (epoch: number, from: number, number: number, pieces: number) =>
      step("receive", epoch, from, number, pieces),
    moved: (epoch: number, to: number, number: number) => step("moved", epoch, to, number),
    /**
     * Begins an epoch; `room` and `most` are those of this shard. If Redis has lost an older one, no one new gets a ticket for so many
     * milliseconds.
     */
    begin: ({ epoch, begins, ends, limit, room, backlog, most }: Omit<Snapshot, "tickets">, still = 0) =>
      step("begin", epoch, begins.getTime(), ends.getTime(), limit, room, backlog, most, still),
    load: (epoch: number, tickets: readonly (StoredTicket & { place: number })[]) =>
      step(
        "load",
        epoch,
        ...tickets.flatMap((one) => [one.ticket, one.shopper, one.click, letters[one.status], one.place]),
      ),
    open: (epoch: number, free: number, tickets: number, phase: Snapshot["phase"]) =>
      step("open", epoch, free, tickets, phase),
    handed: async (epoch: number, number: number, mark: string) =>
      v.parse(HandedReply, await run("handed", epoch, number, mark)),
    look: async () => v.parse(LookReply, await run("look")),
    /**
     * All who have a ticket or had one, of a shard that is full; for so long no one else gets one. Undefined when there are more than
     * `most`, or it is not full any more.
     */
    holders: async (
      epoch: number,
      milliseconds: number,
      most: number,
    ): Promise<readonly string[] | undefined> => {
      const reply = v.parse(RememberReply, await run("remember", epoch, milliseconds, most));
      return reply.kind === "holders" ? reply.holders : undefined;
    },
    /** Decisions that are not handed over, oldest first. */
    undelivered: async (epoch: number, most: number): Promise<Batch> => {
      const entries = await redis.xrange(
        logKey,
        `${epoch}-0`,
        `${epoch}-18446744073709551615`,
        "COUNT",
        most,
      );
      const decided = entries.map(([id, flat]) => {
        const fields = Object.fromEntries(
          Array.from({ length: flat.length / 2 }, (_, i) => flat.slice(2 * i, 2 * i + 2)),
        );
        return { number: Number(id.split("-")[1]), ...v.parse(LogEntry, fields) };
      });
      return { sale, epoch, shard, decided };
    },
  };
};
export type Shard = ReturnType<typeof openShard>;
