import type { Follower, ShipmentStore, Tracking } from "../dependencies.ts";
import { streamsExhausted } from "../domain/refusals.ts";

/** The dependencies of tracking. */
export interface TrackingOptions {
  readonly shipments: () => Pick<ShipmentStore, "revisions" | "findAll">;
  readonly mostFollowers: number;
  readonly onCount: (followers: number) => void;
  readonly onFault: (error: unknown) => void;
}

/** The followers of shipments in this process, fed by one query a second for all of them. */
export interface Followers extends Tracking {
  /** Polls for changes by other replicas. */
  look(): Promise<void>;
  /** Keeps idle connections alive. */
  beat(): void;
  /** Ends every stream and accepts no more: their readers reconnect to another replica. */
  drain(): void;
}

interface Entry {
  readonly follower: Follower;
  /** The revision last sent; older ones are not sent any more. */
  revision: number;
}

/** Most streams of one shipment: enough for its shopper's windows, without using up the process's limit. */
const mostOfShipment = 8;

export const openTracking = (options: TrackingOptions): Followers => {
  const followed = new Map<string, Set<Entry>>();
  let count = 0;
  let draining = false;

  const counted = (by: number): void => {
    count += by;
    options.onCount(count);
  };
  const tellAll = async (ids: readonly string[]): Promise<void> => {
    for (const { shipment, revision } of await options.shipments().findAll(ids))
      for (const entry of [...(followed.get(shipment.id) ?? [])]) {
        if (entry.revision >= revision) continue;
        entry.revision = revision;
        entry.follower.tell(shipment);
      }
  };
  const allFollowers = (): Follower[] =>
    [...followed.values()].flatMap((all) => [...all].map((it) => it.follower));

  return {
    follow(follower) {
      if (draining) throw streamsExhausted(1);
      if (count >= options.mostFollowers) throw streamsExhausted(10);
      const entry = { follower, revision: 0 };
      const entries = followed.get(follower.shipmentId) ?? new Set();
      if (entries.size >= mostOfShipment) throw streamsExhausted(10);
      followed.set(follower.shipmentId, entries.add(entry));
      counted(1);
      return {
        stop() {
          if (!entries.delete(entry)) return;
          if (entries.size === 0 && followed.get(follower.shipmentId) === entries)
            followed.delete(follower.shipmentId);
          counted(-1);
        },
      };
    },
    wake(shipmentId) {
      if (followed.has(shipmentId)) void tellAll([shipmentId]).catch(options.onFault);
    },
    async look() {
      const ids = [...followed.keys()];
      if (ids.length === 0) return;
      const revisions = await options.shipments().revisions(ids);
      const stale = ids.filter((id) => {
        const revision = revisions.get(id) ?? 0;
        return [...(followed.get(id) ?? [])].some((entry) => entry.revision < revision);
      });
      await tellAll(stale);
    },
    beat() {
      for (const follower of allFollowers()) follower.beat();
    },
    drain() {
      draining = true;
      for (const follower of allFollowers()) follower.end();
    },
  };
};
