import type { CarrierBehaviour, CarrierCallback } from "@caravan/contracts";
import { planCallback } from "@caravan/partner";
import type { Decide, Dependencies } from "../dependencies.ts";
import { eventReply, type Kind, move } from "../domain/parcel.ts";

/** Moves a parcel and plans its callback to the sender. */
export const decideMovement =
  ({ newId, now }: Dependencies, settings: CarrierBehaviour, kind?: Kind | undefined): Decide =>
  (before) => {
    const at = now();
    const { parcel, event } = move(before, { eventId: newId("cev"), at, kind });
    const { id: parcelId, reference, callbackUrl: url } = parcel;
    const body = JSON.stringify({ parcelId, reference, event: eventReply(event) } satisfies CarrierCallback);
    // Drawn by the sender's own names, so that the same run loses the same callbacks.
    const key = `${reference} ${event.sequence}`;
    return { parcel, event, callbacks: planCallback({ key, url, body }, settings, at) };
  };
