import type { CarrierEvent } from "@caravan/contracts";
import type { Station } from "./parcel.ts";

/** A station from a carrier's event; undefined when its sequence or time are invalid. */
export const toStation = ({ sequence, kind, place, at }: CarrierEvent): Station | undefined => {
  const time = new Date(at);
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 1_000_000) return undefined;
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 2000) return undefined;
  return {
    sequence,
    kind,
    place,
    at: time,
  };
};
