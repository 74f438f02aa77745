import type { CarrierEvent, carrierRoutes } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Carrier } from "../dependencies.ts";
import type { Station } from "../domain/parcel.ts";
import { carrierUnavailable } from "../domain/refusals.ts";
import { toStation } from "../domain/station.ts";

type CarrierClient = Pick<Client<typeof carrierRoutes>, "createParcel" | "getParcel">;

const announceSeconds = 8;
const lookSeconds = 5;

/** The carrier, a stranger outside the mesh. Whatever else than a parcel it answers is unclear, and asked again. */
export const openCarrier = (client: CarrierClient, callbackUrl: string): Carrier => ({
  async announce({ reference, isReturn }, { recipient, weightGrams }) {
    const parcel = await client
      .createParcel({
        body: { reference, recipient, weightGrams, callbackUrl, isReturn },
        idempotencyKey: reference,
        timeoutSeconds: announceSeconds,
      })
      .catch(unclear);
    if (parcel.reference !== reference)
      return unclear(new Error(`the carrier answered with another parcel than ${reference}`));
    return {
      reference,
      parcelId: parcel.id,
      trackingCode: parcel.trackingCode,
      stations: stations(parcel.events),
    };
  },
  async look(parcelId) {
    const parcel = await client
      .getParcel({ params: { parcelId }, timeoutSeconds: lookSeconds })
      .catch(unclear);
    return stations(parcel.events);
  },
});

const stations = (events: readonly CarrierEvent[]): Station[] =>
  events.flatMap((event) => toStation(event) ?? []);

const unclear = (error: unknown): never => {
  throw carrierUnavailable(error);
};
