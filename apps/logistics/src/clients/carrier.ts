import { backoffSeconds, type CarrierEvent, carrierRoutes, logisticsRoutes } from "@caravan/contracts";
import { type Client, createClient, type Sidecar } from "@caravan/dapr";
import type { Carrier } from "../dependencies.ts";
import type { Station } from "../domain/parcel.ts";
import { toCarrierRefusal } from "../domain/refusals.ts";
import { toStation } from "../domain/station.ts";
import { turns } from "../turns.ts";

type CarrierClient = Pick<Client<typeof carrierRoutes>, "createParcel" | "getParcel">;

const announceSeconds = 8;
const lookSeconds = 5;
/** Most concurrent calls of this process; the carrier's egress allows 256 connections for all. */
const callsAtOnce = 32;

/**
 * The carrier, a partner outside the mesh. A clear refusal is final; any other answer than a parcel is unclear, and the call
 * is repeated. Concurrent calls are bounded, however large the shipments are.
 */
export const openCarrier = (client: CarrierClient, callbackUrl: string, atOnce = callsAtOnce): Carrier => {
  const inTurn = turns(atOnce);
  return {
    announce: ({ reference, isReturn }, { recipient, weightGrams }) =>
      inTurn(async () => {
        const parcel = await client
          .createParcel({
            body: { reference, recipient, weightGrams, callbackUrl, isReturn },
            idempotencyKey: reference,
            timeoutSeconds: announceSeconds,
          })
          .catch(refuse);
        if (parcel.reference !== reference)
          return refuse(new Error(`the carrier answered with another parcel than ${reference}`));
        return {
          reference,
          parcelId: parcel.id,
          trackingCode: parcel.trackingCode,
          stations: stations(parcel.events),
        };
      }),
    look: (parcelId) =>
      inTurn(async () => {
        const parcel = await client
          .getParcel({ params: { parcelId }, timeoutSeconds: lookSeconds })
          .catch(refuse);
        return stations(parcel.events);
      }),
  };
};

/** The pause after so many failures in a row. */
export const carrierPause = (failures: number): number => backoffSeconds(failures, 2, 300);

/** The same through the mesh; the carrier posts callbacks to the ingress, at `origin`. */
export const connectCarrier = (sidecar: Pick<Sidecar, "invoke">, apiKey: string, origin: string): Carrier =>
  openCarrier(
    createClient(sidecar, "carrier", carrierRoutes, { apiKey }),
    `${origin}${logisticsRoutes.receiveCarrierCallback.path}`,
  );

const stations = (events: readonly CarrierEvent[]): Station[] =>
  events.flatMap((event) => toStation(event) ?? []);

const refuse = (error: unknown): never => {
  throw toCarrierRefusal(error);
};
