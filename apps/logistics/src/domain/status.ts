import type { ShipmentStatus } from "@caravan/contracts";
import { type HeardStation, hasArrived, type Parcel, type ParcelState, parcelState } from "./parcel.ts";

/** The facts that determine a status. */
export interface StatusFacts {
  readonly cancelled: boolean;
  readonly parcels: readonly Parcel[];
  readonly tracking: readonly HeardStation[];
}

const onTheWay = ["dispatched", "out-for-delivery", "delivery-failed", "returning"] as const;
const ends = ["delivered", "returned"] as const;

/**
 * The legal transitions of one step. Callbacks get lost and come late, so stations are skipped and a carrier may go back;
 * from an end only a return continues, or a package that came back after all and is sent again.
 */
export const followers: Readonly<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  preparing: ["cancelled", ...onTheWay, ...ends],
  dispatched: [...onTheWay, ...ends],
  "out-for-delivery": [...onTheWay, ...ends],
  "delivery-failed": [...onTheWay, ...ends],
  returning: [...onTheWay, ...ends],
  delivered: [...onTheWay, "returned"],
  returned: [],
  cancelled: [],
};

/** The shipment's status, from facts alone: the same facts give the same status, in any order of arrival. */
export const deriveStatus = (facts: StatusFacts): ShipmentStatus => {
  if (facts.cancelled) return "cancelled";
  const returns = facts.parcels.filter(({ isReturn }) => isReturn);
  if (returns.length > 0)
    return returns.every(({ reference }) => hasArrived(parcelState(stationsOf(facts.tracking, reference))))
      ? "returned"
      : "returning";
  if (facts.parcels.some(({ attempt, parcelId }) => attempt === 1 && parcelId === null)) return "preparing";
  return together(latestParcels(facts.parcels).map((parcel) => stateOf(facts.tracking, parcel)));
};

/** Delivered when all parcels are, returned when all are; until then the status that matters most to the shopper. */
const together = (states: readonly ParcelState[]): ShipmentStatus => {
  const all = (...wanted: ParcelState[]) => states.every((state) => wanted.includes(state));
  const some = (...wanted: ParcelState[]) => states.some((state) => wanted.includes(state));
  if (all("delivered")) return "delivered";
  if (all("returned")) return "returned";
  if (all("returning", "returned")) return "returning";
  if (some("delivery-failed", "returning", "returned")) return "delivery-failed";
  return some("out-for-delivery") ? "out-for-delivery" : "dispatched";
};

export const stationsOf = (tracking: readonly HeardStation[], reference: string): HeardStation[] =>
  tracking.filter((station) => station.reference === reference);

export const stateOf = (tracking: readonly HeardStation[], { reference }: Parcel): ParcelState =>
  parcelState(stationsOf(tracking, reference));

/** The latest parcel of each package. */
export const latestParcels = (parcels: readonly Parcel[]): Parcel[] => {
  const latest = new Map<number, Parcel>();
  for (const parcel of parcels) {
    if (parcel.isReturn) continue;
    const known = latest.get(parcel.packageNumber);
    if (known === undefined || known.attempt < parcel.attempt) latest.set(parcel.packageNumber, parcel);
  }
  return [...latest.values()];
};

/**
 * Packages to be sent again: they came back while others of the same shipment arrived. The shipment is neither delivered nor
 * returned as a whole, and would never end.
 */
export const toSendAgain = (facts: StatusFacts, mostAttempts: number): Parcel[] => {
  const latest = latestParcels(facts.parcels);
  const states = latest.map((parcel) => stateOf(facts.tracking, parcel));
  const ended = states.every(hasArrived);
  if (!ended || !states.includes("delivered") || facts.parcels.some(({ isReturn }) => isReturn)) return [];
  return latest.filter((parcel, i) => states[i] === "returned" && parcel.attempt < mostAttempts);
};
