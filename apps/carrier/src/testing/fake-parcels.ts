import type { PlannedCallback } from "@caravan/partner";
import type { Decide, ParcelStore } from "../dependencies.ts";
import type { Parcel, ParcelEvent } from "../domain/parcel.ts";

/** Parcels in memory, with their events and the callbacks that would be sent. */
export const fakeParcels = () => {
  const parcels = new Map<string, Parcel>();
  const events: ParcelEvent[] = [];
  const callbacks: PlannedCallback[] = [];
  const find = (isIt: (parcel: Parcel) => boolean) => [...parcels.values()].find(isIt);
  const tracked = (parcel: Parcel | undefined) =>
    parcel && { parcel, events: events.filter(({ parcelId }) => parcelId === parcel.id) };
  const apply = (parcel: Parcel, decide: Decide) => {
    const decided = decide(parcel);
    parcels.set(parcel.id, decided.parcel);
    events.push(decided.event);
    callbacks.push(...decided.callbacks);
    return decided;
  };
  const store: ParcelStore = {
    async create(parcel) {
      if (find(({ reference }) => reference === parcel.reference)) return "reference-known";
      parcels.set(parcel.id, parcel);
      return "created";
    },
    find: async (id) => tracked(parcels.get(id)),
    findByReference: async (name) => tracked(find(({ reference }) => reference === name)),
    async move(code, decide) {
      const parcel = find(({ trackingCode }) => trackingCode === code);
      return parcel && tracked(apply(parcel, decide).parcel);
    },
    async moveDue(movedUntil, limit, decide) {
      return [...parcels.values()]
        .filter(({ hasArrived, movedAt }) => !hasArrived && movedAt <= movedUntil)
        .sort((a, b) => a.movedAt.getTime() - b.movedAt.getTime())
        .slice(0, limit)
        .map((parcel) => apply(parcel, decide).event.kind);
    },
  };
  return { store, callbacks };
};
