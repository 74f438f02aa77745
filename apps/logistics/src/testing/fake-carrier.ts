import { Refusal } from "@caravan/contracts";
import type { Carrier } from "../dependencies.ts";
import type { Announced, Parcel, Station } from "../domain/parcel.ts";
import { CarrierRefusal, carrierUnavailable } from "../domain/refusals.ts";

/** How the next announcement fails: without effect, with a lost reply, with a refusal, or without end. */
export type Mishap = "unavailable" | "timeout-after-effect" | "refused" | "died";

/** A carrier in memory: one parcel per reference, and faults in the given order. */
export const fakeCarrier = () => {
  const parcels = new Map<string, Announced & { stations: Station[]; isReturn: boolean }>();
  const mishaps: (Mishap | undefined)[] = [];
  const asked: string[] = [];
  const take = ({ reference, isReturn }: Parcel) => {
    const number = String(parcels.size + 1).padStart(6, "0");
    const known = parcels.get(reference) ?? {
      reference,
      parcelId: `par_00000000-0000-7000-8000-000000${number}`,
      trackingCode: `CRV${number}`,
      stations: [],
      isReturn,
    };
    parcels.set(reference, known);
    return known;
  };
  const carrier: Carrier = {
    async announce(parcel) {
      asked.push(parcel.reference);
      const mishap = mishaps.shift();
      if (mishap === "unavailable") throw carrierUnavailable(new Error(mishap));
      if (mishap === "refused") throw new CarrierRefusal("carrier-refused:input-invalid", new Error(mishap));
      if (mishap === "died") return new Promise(() => {});
      const { reference, parcelId, trackingCode, stations } = take(parcel);
      if (mishap !== undefined) throw carrierUnavailable(new Error(mishap));
      return { reference, parcelId, trackingCode, stations: [...stations] };
    },
    async look(parcelId) {
      if (mishaps.shift() !== undefined) throw carrierUnavailable(new Error("no answer"));
      const parcel = [...parcels.values()].find((one) => one.parcelId === parcelId);
      if (parcel === undefined)
        throw new Refusal({ kind: "not-found", code: "parcel-unknown", detail: "unknown" });
      return [...parcel.stations];
    },
  };
  return { ...carrier, parcels, mishaps, asked };
};
