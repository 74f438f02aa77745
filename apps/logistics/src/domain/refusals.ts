import { Refusal, type RefusalKind } from "@caravan/contracts";

/** Also for a shipment of somebody else: nobody learns that it exists. */
export const shipmentUnknown = (shipmentId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "shipment-unknown", detail: `There is no shipment ${shipmentId}.` });

export const shipmentDiffers = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "shipment-differs",
    detail: `${orderId} has a shipment already, with other lines or to another address; one order has one shipment.`,
  });

export const shipmentDispatched = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "shipment-dispatched",
    detail: `${shipmentId} is with the carrier already, so it cannot be cancelled. It can be sent back once it has arrived.`,
  });

export const shipmentCancelled = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "shipment-cancelled",
    detail: `${shipmentId} was cancelled and stays here.`,
  });

export const shipmentNotDelivered = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "shipment-not-delivered",
    detail: `${shipmentId} has not been delivered, so there is nothing to fetch back.`,
  });

export const addressErased = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "address-erased",
    detail: `Whoever got ${shipmentId} had their address erased; nobody knows where to fetch it.`,
  });

export const labelUnavailable = (reason: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "label-unavailable",
    detail: `There is no label to print: ${reason}.`,
  });

export const carrierUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "carrier-unavailable",
    detail: "The carrier does not answer clearly at the moment. It is asked again until it does.",
    retryAfterSeconds: 5,
    cause,
  });

/**
 * The carrier said no, and would say so again: nothing more is asked of it until staff decides. `why` names the case:
 * `carrier-refused:…` for what was asked, `carrier-conflict:…` for how things stand there.
 */
export class CarrierRefusal extends Refusal {
  readonly why: string;
  constructor(why: string, cause: unknown) {
    super({
      kind: "conflict",
      code: "carrier-refused",
      detail: `The carrier refuses it (${why}). Asking again does not help: mend what it refuses, then dispatch once more.`,
      cause,
    });
    this.why = why;
  }
}

const askedWrongly: readonly RefusalKind[] = [
  "invalid",
  "unprocessable",
  "too-large",
  "unsupported-media-type",
];
const standsOtherwise: readonly RefusalKind[] = ["not-found", "conflict", "method-not-allowed"];

/**
 * What an answer of the carrier means for us. A refusal of our key or of our pace is no judgement of the parcel: it is asked again.
 */
export const toCarrierRefusal = (error: unknown): Refusal => {
  if (!(error instanceof Refusal)) return carrierUnavailable(error);
  const code = /^[a-z0-9-]{1,60}$/.test(error.code) ? error.code : "unknown";
  if (askedWrongly.includes(error.kind)) return new CarrierRefusal(`carrier-refused:${code}`, error);
  if (standsOtherwise.includes(error.kind)) return new CarrierRefusal(`carrier-conflict:${code}`, error);
  return carrierUnavailable(error);
};

export const streamsExhausted = (retryAfterSeconds: number): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "streams-exhausted",
    detail: "Too many people follow their parcels here at the moment. Try again shortly.",
    retryAfterSeconds,
  });
