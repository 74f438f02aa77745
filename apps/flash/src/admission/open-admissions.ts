import { newId } from "@caravan/contracts";
import {
  type Admission,
  type Decision,
  enrol,
  forgetSale,
  gatherByTick,
  openAdmission,
  openSoldOutMemory,
  rebuild,
  rehearse,
  type TicketStore,
  ticketRoom,
} from "@caravan/flash-admission";
import type { Redis } from "ioredis";
import { LRUCache } from "lru-cache";
import type { Admissions } from "../dependencies.ts";
import { backlog, type Sale } from "../domain/sale.ts";
import { originsOf } from "./origins.ts";

/** What admission of all sales works with. */
export interface AdmissionsOptions {
  readonly redis: Redis;
  readonly store: TicketStore;
  /** Called when Redis and the store disagree about a sale. */
  readonly diverged: (saleId: string) => void;
}

/** Sales that this process keeps open; one that is asked for again is opened again. */
const mostSales = 100;

/** Clicks that wait for the lots of one sale in this process; one more is told to ask again. */
const mostInTick = 20_000;

/** A rehearsal ends well before the mesh gives up on its request. */
const rehearsalSeconds = 7;

/** How long after its end a sale that is not settled knows who was counted. */
const originsKeptSeconds = 3600;

interface Opened {
  readonly admission: Admission;
  /** Asks in the order of lots. */
  readonly byLot: (shopper: string, click: string) => Promise<Decision>;
}

/** Opens admission for the sales of this process, over Redis and the store. */
export const openAdmissions = ({ redis, store, diverged }: AdmissionsOptions): Admissions => {
  const memory = openSoldOutMemory();
  const opened = new LRUCache<string, Opened>({ max: mostSales });

  const open = (sale: Sale): Opened => {
    const { id, shards, seed, opensAt, lotMilliseconds } = sale;
    const name = `${id}:${shards}:${lotMilliseconds}`;
    const known = opened.get(name);
    if (known !== undefined) return known;
    const newTicket = () => newId("tkt");
    const admission = openAdmission({ redis, store, memory, diverged, newTicket }, { id, shards });
    const byLot = gatherByTick<Decision>({
      seed,
      most: mostInTick,
      milliseconds: () => lotLeft({ opensAt, lotMilliseconds }, new Date()),
      decide: admission.ask,
      refuse: () => ({ kind: "busy" }),
    });
    const fresh = { admission, byLot };
    opened.set(name, fresh);
    return fresh;
  };

  return {
    of: (sale) => open(sale).admission,
    ask: (sale, shopperId, click, now) => {
      const { admission, byLot } = open(sale);
      return lotLeft(sale, now) > 0 ? byLot(shopperId, click) : admission.ask(shopperId, click);
    },
    rebuild: ({ id, shards }) => rebuild(redis, store, { id, shards }),
    rehearse: ({ id, shards, pieces, line: room, perShopper: limit }, shoppers) =>
      rehearse(redis, {
        sale: { id: `${id}-rehearsal`, shards },
        terms: { pieces, limit, room, backlog },
        ...{ shoppers, seed: 1, mostSeconds: rehearsalSeconds },
      }),
    room: () => ticketRoom(redis),
    forget: ({ id, shards }) => forgetSale(redis, { id, shards }),
    enrol: ({ id, tokenKey: key, endsAt, ...terms }, shopperId, from) => {
      const until = new Date(endsAt.getTime() + originsKeptSeconds * 1000);
      return enrol(redis, { sale: id, key, until }, shopperId, originsOf(terms, from));
    },
  };
};

/** Milliseconds until the lots of the opening are drawn; 0 afterwards. */
const lotLeft = (sale: Pick<Sale, "opensAt" | "lotMilliseconds">, now: Date): number =>
  Math.max(0, sale.opensAt.getTime() + sale.lotMilliseconds - now.getTime());
