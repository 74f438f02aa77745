import type { PostalAddress } from "@caravan/contracts";
import { strikes } from "@caravan/partner";
import type { Dependencies, Tracked } from "../dependencies.ts";
import type { Parcel } from "../domain/parcel.ts";
import { parcelDiffers } from "../domain/refusals.ts";

interface Input {
  readonly reference: string;
  readonly recipient: PostalAddress;
  readonly weightGrams: number;
  readonly callbackUrl: string;
  readonly isReturn: boolean;
}

/** Accepts a parcel. The sender's reference identifies it: a repetition returns the same parcel. */
export const announceParcel = async (
  { parcels, behaviour, now, newId, newTrackingCode, digest, count }: Dependencies,
  { reference, recipient, weightGrams, callbackUrl, isReturn }: Input,
): Promise<Tracked & { readonly changed: boolean }> => {
  const { seed, undeliverableRate } = await behaviour.get();
  const parcel: Parcel = {
    id: newId("par"),
    trackingCode: newTrackingCode(),
    requestHash: digest({ recipient, weightGrams, isReturn }),
    ...{ reference, callbackUrl, isReturn },
    isUndeliverable: !isReturn && strikes(undeliverableRate, seed, "undeliverable", reference),
    sequence: 0,
    lastKind: null,
    failedDeliveries: 0,
    hasArrived: false,
    movedAt: now(),
  };
  if ((await parcels.create(parcel)) === "created") {
    count("announced");
    return { parcel, events: [], changed: true };
  }
  const known = await parcels.findByReference(reference);
  if (known === undefined) throw new Error("a parcel's reference is known and cannot be found");
  if (known.parcel.requestHash !== parcel.requestHash) throw parcelDiffers(reference);
  return { ...known, changed: false };
};
