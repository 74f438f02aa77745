import { Refusal, type RefusalKind } from "@caravan/contracts";

/** Also for another shopper's shipment: its existence is not revealed. */
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
    detail: `${shipmentId} is with the carrier already, so it cannot be cancelled. It can be returned once it has arrived.`,
  });

export const shipmentCancelled = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "shipment-cancelled",
    detail: `${shipmentId} was cancelled and will not be sent.`,
  });

export const shipmentNotDelivered = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "shipment-not-delivered",
    detail: `${shipmentId} has not been delivered, so it cannot be returned.`,
  });

export const addressErased = (shipmentId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "address-erased",
    detail: `The address of ${shipmentId} was erased, so the carrier cannot collect it.`,
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
    detail: "The carrier gives no clear answer at the moment. The call will be repeated.",
    retryAfterSeconds: 5,
    cause,
  });

/**
 * A final refusal of the carrier: the shipment stops until staff decides. `why` names the case:
 * `carrier-refused:…` for the request itself, `carrier-conflict:…` for the parcel's state there.
 */
export class CarrierRefusal extends Refusal {
  readonly why: string;
  constructor(why: string, cause: unknown) {
    super({
      kind: "conflict",
      code: "carrier-refused",
      detail: `The carrier refuses it (${why}). A repetition does not help: fix the cause, then dispatch again.`,
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
 * Classifies the carrier's answer. A refusal of our key or of our rate is not about the parcel: the call is repeated.
 */
export const toCarrierRefusal = (error: unknown): Refusal => {
  if (!(error instanceof Refusal)) return carrierUnavailable(error);
  const code = /^[a-z0-9-]{1,60}$/.test(error.code) ? error.code : "unknown";
  if (askedWrongly.includes(error.kind)) return new CarrierRefusal(`carrier-refused:${code}`, error);
  if (standsOtherwise.includes(error.kind)) return new CarrierRefusal(`carrier-conflict:${code}`, error);
  return carrierUnavailable(error);
};
