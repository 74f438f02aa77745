import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { openAdmission } from "../admission/admission.ts";
import { openMemoryStore, type SaleTerms } from "../hand-over/memory-store.ts";
import { rebuild } from "../rebuild/rebuild.ts";
import { openSoldOutMemory } from "../sold-out/memory.ts";

let sales = 0;

/** A sale of its own in a Redis, opened by a rebuild as in earnest, with as many pods as a test asks for. */
export const openSale = async (redis: Redis, shards: number, terms: SaleTerms = {}) => {
  const sale = { id: `sale-${++sales}-${process.pid}`, shards };
  const kept = openMemoryStore(terms);
  const diverged: string[] = [];
  const pod = (life = 1, connection: Redis = redis) =>
    openAdmission(
      {
        redis: connection,
        store: kept.store,
        memory: openSoldOutMemory(life),
        newTicket: randomUUID,
        diverged: (id) => diverged.push(id),
      },
      sale,
    );
  // Pods remember for a millisecond, unless a test says otherwise.
  const warm = () => rebuild(redis, kept.store, sale, 1);
  return { ...kept, sale, pod, warm, diverged };
};
