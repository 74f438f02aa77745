import type { PostalAddress } from "@caravan/contracts";
import { labelUnavailable } from "./refusals.ts";
import type { Shipment } from "./shipment.ts";
import { latestParcels } from "./status.ts";

/** The content of a package's label. */
export interface Label {
  readonly orderId: string;
  readonly recipient: PostalAddress;
  readonly trackingCode: string;
  readonly weightGrams: number;
  readonly packageNumber: number;
  readonly packageCount: number;
}

/** The label of a package. @throws Refusal `label-unavailable` */
export const labelOf = (shipment: Shipment, packageNumber: number): Label => {
  const packed = shipment.packages.find(({ number }) => number === packageNumber);
  if (packed === undefined) throw labelUnavailable(`this shipment has no package ${packageNumber}`);
  if (shipment.status === "cancelled") throw labelUnavailable("the shipment was cancelled");
  if (shipment.deliverTo === null) throw labelUnavailable("the recipient had their address erased");
  const parcel = latestParcels(shipment.parcels).find((one) => one.packageNumber === packageNumber);
  const trackingCode = parcel?.trackingCode ?? null;
  if (trackingCode === null) throw labelUnavailable("the carrier has given it no number yet");
  return {
    orderId: shipment.orderId,
    recipient: shipment.deliverTo,
    trackingCode,
    weightGrams: packed.weightGrams,
    packageNumber,
    packageCount: shipment.packages.length,
  };
};
