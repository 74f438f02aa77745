import { Refusal } from "@caravan/contracts";

export const parcelUnknown = (name: string): Refusal =>
  new Refusal({ kind: "not-found", code: "parcel-unknown", detail: `There is no parcel ${name}.` });

export const parcelDiffers = (reference: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "parcel-differs",
    detail: `${reference} was announced with another recipient, weight or direction; use a new reference.`,
  });

export const parcelArrived = (trackingCode: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "parcel-arrived",
    detail: `${trackingCode} has arrived and does not move any more.`,
  });
