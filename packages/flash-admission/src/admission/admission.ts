import type { Cluster, Redis } from "ioredis";
import * as v from "valibot";
import { confirm, gatherHandOvers } from "../hand-over/hand-over.ts";
import type { TicketStore } from "../hand-over/store.ts";
import type { SoldOutMemory } from "../sold-out/memory.ts";
import type { Decision, Returned } from "./decision.ts";
import { Name, Sale, shardOf } from "./keys.ts";
import { refill } from "./refill.ts";
import { gatherRounds } from "./rounds.ts";
import { openShard } from "./shard.ts";

/** What admission works with. */
export interface AdmissionParts {
  redis: Redis | Cluster;
  store: TicketStore;
  memory: SoldOutMemory;
  /** Makes the id of a ticket: a `Name` that is made once. */
  newTicket: () => string;
  /** Called when Redis and the store disagree: start a rebuild. Until it has ended the sale answers "warming". */
  diverged: (sale: string) => void;
}

/** Calls of the script that one question may cost, before it is answered "deciding" or "busy". */
const mostRounds = 8;

/** Opens the admission of one sale in this pod. Throws on a sale that is not well-formed; its calls reject when Redis or the store is away. */
export const openAdmission = ({ redis, store, memory, newTicket, diverged }: AdmissionParts, given: Sale) => {
  const sale = v.parse(Sale, given);
  const shards = Array.from({ length: sale.shards }, (_, number) => openShard(redis, sale.id, number));
  const lanes = shards.map((shard, number) => {
    const name = `${sale.id}:${number}`;
    const confirmed = gatherRounds((epoch) => confirm(shard, store, { sale: sale.id, epoch, shard: number }));
    return {
      ...{ shard, number, name, confirmed, hand: gatherHandOvers(shard, store) },
      /** Looks for pieces for all who found the shard full, and remembers that there are none. */
      search: gatherRounds(async (epoch) => {
        const found = await refill(shards, epoch, number);
        if (found !== "dry") return found;
        const list = memory.beginList();
        const holders = await shard.holders(epoch, list.milliseconds, list.most);
        // Between the list and its use nothing may be lost: so it is confirmed after the list is read, and before it counts.
        const kept = await confirmed(epoch);
        if (kept === "stored" && holders !== undefined) list.remember(name, epoch, holders);
        return kept;
      }),
    };
  });
  const laneOf = (number: number) => {
    const lane = lanes[number];
    if (!lane) throw new RangeError(`Sale ${sale.id} has no shard ${number}.`);
    return lane;
  };
  type Lane = ReturnType<typeof laneOf>;

  const rebuildFor = (lane: Lane): Decision => {
    memory.forget(lane.name);
    diverged(sale.id);
    return { kind: "warming" };
  };

  /** Stores what is decided up to now; false: the sale must be rebuilt first. */
  const stored = async (lane: Lane, epoch: number): Promise<boolean> => {
    if ((await lane.hand(epoch)) === "stored") return true;
    rebuildFor(lane);
    return false;
  };

  /** One question to the shard; undefined: something changed, ask again. */
  const askOnce = async (
    lane: Lane,
    shopper: string,
    click: string,
    state: { looked: boolean; decided: boolean },
  ): Promise<Decision | undefined> => {
    const reply = await lane.shard.ask(shopper, click, newTicket());
    state.decided = reply.kind === "admitted" || reply.kind === "waiting";
    if ("epoch" in reply) memory.sawEpoch(lane.name, reply.epoch);
    switch (reply.kind) {
      case "full":
      case "spent": {
        const found = await (reply.kind === "full" ? lane.search(reply.epoch) : lane.confirmed(reply.epoch));
        if (found === "diverged") return rebuildFor(lane);
        return found === "stored" ? { kind: "sold-out" } : undefined;
      }
      case "returned":
        return { kind: "not-for-you", reason: "returned" };
      case "admitted":
      case "waiting": {
        if (reply.kind === "waiting" && !state.looked) {
          state.looked = true;
          if ((await refill(shards, reply.epoch, lane.number)) === "moved") return undefined;
        }
        if (reply.at > reply.handed)
          return (await stored(lane, reply.epoch)) ? undefined : { kind: "warming" };
        const { kind, ticket } = reply;
        if (kind === "admitted") return { kind, ticket };
        return { kind, ticket, place: (reply.place - 1) * sale.shards + lane.number + 1 };
      }
      default:
        return reply;
    }
  };

  return {
    /**
     * Decides about one click. The same click gets the same ticket; another click of the same shopper, too, unless the limit allows
     * more. Throws on a shopper or click that is not a `Name`.
     */
    ask: async (shopper: string, click: string): Promise<Decision> => {
      v.parse(v.tuple([Name, Name]), [shopper, click]);
      const lane = laneOf(shardOf(shopper, sale.shards));
      if (memory.isSoldOut(lane.name, shopper)) return { kind: "sold-out" };
      const state = { looked: false, decided: false };
      for (let round = 0; round < mostRounds; round++) {
        const decision = await askOnce(lane, shopper, click, state);
        if (decision) return decision;
      }
      return { kind: state.decided ? "deciding" : "busy" };
    },

    /** Gives a ticket back, once however often it is called; the next in line gets the piece in the same step. */
    giveBack: async (shopper: string, ticket: string): Promise<Returned> => {
      v.parse(v.tuple([Name, Name]), [shopper, ticket]);
      const lane = laneOf(shardOf(shopper, sale.shards));
      const reply = await lane.shard.giveBack(ticket);
      if (reply.kind !== "returned") return reply;
      memory.forget(lane.name);
      if (!(await stored(lane, reply.epoch))) return { kind: "warming" };
      return { kind: "returned", freed: reply.closed };
    },

    /**
     * The sums over all shards, for a reconciler: `free` and what the store has sold are the sale's pieces, unless Redis lost a move.
     * Undefined while a shard warms up or pieces move; look again.
     */
    census: async () => {
      const sums = { free: 0, waiting: 0, undelivered: 0, tickets: 0 };
      for (const [number, shard] of shards.entries()) {
        const seen = await shard.look();
        if (seen.kind === "warming" || seen.phase === "loading") return undefined;
        const moves = await shard.take(seen.epoch, number, false);
        if (moves.kind === "stale" || moves.moves.length > 0) return undefined;
        sums.free += moves.free;
        sums.waiting += seen.waiting;
        sums.undelivered += seen.decided - seen.handed;
        sums.tickets += seen.tickets;
      }
      return sums;
    },

    /** The epoch and the phase that all shards are in; "warming" while one is not there, or they differ. */
    look: async (): Promise<Look> => {
      const seen = await Promise.all(shards.map((shard) => shard.look()));
      const [first] = seen;
      if (first === undefined || first.kind === "warming" || first.phase === "loading")
        return { kind: "warming" };
      const { epoch, phase } = first;
      const same = seen.every((one) => one.kind === "state" && one.epoch === epoch && one.phase === phase);
      return same ? { kind: "open", epoch, phase } : { kind: "warming" };
    },

    /** Brings free pieces to shards with a line, and hands over what a pod that died left behind. A keeper calls it again and again. */
    tend: async (): Promise<void> => {
      for (const number of shards.keys()) {
        const lane = laneOf(number);
        const seen = await lane.shard.look();
        if (seen.kind === "warming" || seen.phase === "loading") continue;
        let { waiting } = seen;
        while (waiting > 0 && (await refill(shards, seen.epoch, number)) === "moved") {
          const now = await lane.shard.look();
          // A shard with pieces may serve none: in a pause, after the end, with too much to hand over. Looking again changes nothing.
          if (now.kind === "warming" || now.waiting >= waiting) break;
          waiting = now.waiting;
        }
        await stored(lane, seen.epoch);
      }
    },

    /** Asks the store whether Redis has all that is stored: so it is seen also while no one asks that Redis lost something. */
    confirm: async (): Promise<void> => {
      for (const lane of lanes) {
        const seen = await lane.shard.look();
        if (seen.kind === "warming" || seen.phase === "loading") continue;
        if ((await lane.confirmed(seen.epoch)) === "diverged") rebuildFor(lane);
      }
    },
  };
};

/** What a keeper sees of a sale in Redis. `phase`: that of the snapshot it was filled from. */
export type Look = { kind: "warming" } | { kind: "open"; epoch: number; phase: string };

export type Admission = ReturnType<typeof openAdmission>;
