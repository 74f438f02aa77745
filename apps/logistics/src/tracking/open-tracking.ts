import { endedStream, type Follower, openStreams } from "@caravan/service-kit";
import type { ShipmentStore, Tracking } from "../dependencies.ts";
import { isOver } from "../domain/reply.ts";
import type { Shipment } from "../domain/shipment.ts";
import { newsFor, type Told } from "./news.ts";

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
  /** Once a second: keeps idle connections alive. */
  beat(): void;
  /** Ends every stream and accepts no more: their readers reconnect to another replica. */
  drain(): void;
}

/** Most streams of one shipment: enough for its shopper's windows, without using up the process's limit. */
const mostOfShipment = 8;

export const openTracking = (options: TrackingOptions): Followers => {
  const streams = openStreams<Told>({
    what: "parcels",
    most: options.mostFollowers,
    mostOfKey: mostOfShipment,
    onCount: options.onCount,
  });
  const tell = (follower: Follower<Told>, shipment: Shipment, revision: number): void => {
    if (follower.state.revision >= revision) return;
    follower.state.revision = revision;
    for (const message of newsFor(follower.state, shipment)) follower.send(message);
    if (isOver(shipment)) follower.end();
  };
  const tellAll = async (ids: readonly string[]): Promise<void> => {
    for (const { shipment, revision } of await options.shipments().findAll(ids))
      for (const follower of streams.of(shipment.id)) tell(follower, shipment, revision);
  };
  const toldOf = (id: string): number[] => [...streams.of(id)].map(({ state }) => state.revision);

  return {
    follow(shipment, lastNumber) {
      const last = Math.min(lastNumber, shipment.tracking.length);
      const told: Told = { revision: 0, last, status: undefined };
      const first = newsFor(told, shipment);
      return isOver(shipment) ? endedStream(first) : streams.open(shipment.id, told, first);
    },
    wake(shipmentId) {
      if (toldOf(shipmentId).length > 0) void tellAll([shipmentId]).catch(options.onFault);
    },
    async look() {
      const ids = [...new Set([...streams.all()].map(({ key }) => key))];
      if (ids.length === 0) return;
      const revisions = await options.shipments().revisions(ids);
      await tellAll(ids.filter((id) => toldOf(id).some((told) => told < (revisions.get(id) ?? 0))));
    },
    beat: streams.beat,
    drain: streams.drain,
  };
};
