import { CarrierCallback, secondsAfter } from "@caravan/contracts";
import { callbackMalformed, isSigned, signatureInvalid } from "@caravan/service-kit";
import { addToOrder } from "@caravan/tracing";
import * as v from "valibot";
import type { Dependencies, HeardNews } from "../dependencies.ts";
import { type Station, shipmentIdOf } from "../domain/parcel.ts";
import { toStation } from "../domain/station.ts";
import { hear } from "../domain/steps.ts";

const Body = v.pipe(v.string(), v.parseJson(), CarrierCallback);

/** Applies a callback of the carrier, however late, often or out of order. False for an unknown parcel. */
export const receiveCallback = async (
  dependencies: Dependencies,
  input: { rawBody: string; signature: string | null },
): Promise<boolean> => {
  const { callbackSecret, now, countCallback, log } = dependencies;
  if (!isSigned(callbackSecret, input.rawBody, input.signature, now())) {
    countCallback("signature-invalid");
    throw signatureInvalid();
  }
  const body = v.safeParse(Body, input.rawBody);
  const station = body.success ? toStation(body.output.event) : undefined;
  if (!body.success || station === undefined) {
    countCallback("malformed");
    throw callbackMalformed();
  }
  const { reference, parcelId } = body.output;
  const startedAt = new Date();
  const { result, shipment } = await apply(dependencies, { reference, parcelId, station });
  if (shipment !== undefined) addToOrder(`callback of carrier: ${station.kind}`, shipment, startedAt);
  countCallback(result);
  if (result === "unknown") log.warn({ parcel: parcelId }, "a callback for an unknown parcel");
  return result !== "unknown";
};

/** Most callbacks are these: the parcel moves on without a change of state. */
const quietKinds: readonly Station["kind"][] = ["collected", "in-transit"];

const apply = async (
  { shipments, now, timing }: Dependencies,
  told: { reference: string; parcelId: string; station: Station },
): Promise<HeardNews | { readonly result: "unknown"; readonly shipment?: never }> => {
  const { reference, parcelId, station } = told;
  if (quietKinds.includes(station.kind)) {
    const pollAt = secondsAfter(now(), timing.pollAfterSeconds);
    const answer = await shipments.hearQuietly({ ...told, heardAt: now(), pollAt });
    if (answer !== undefined) return answer;
  }
  let ours = false;
  const change = await shipments.change(shipmentIdOf(reference), (shipment) => {
    const parcel = shipment.parcels.find((one) => one.reference === reference);
    // A callback may overtake the reply to our announcement: then its id is not known here yet.
    ours = parcel !== undefined && (parcel.parcelId ?? parcelId) === parcelId;
    return ours ? hear(shipment, [{ reference, station }], { now: now(), timing }) : { shipment, events: [] };
  });
  if (change === undefined || !ours) return { result: "unknown" };
  const isNew = change.shipment.tracking.length > change.before.tracking.length;
  return { result: isNew ? "applied" : "duplicate", shipment: change.shipment };
};
