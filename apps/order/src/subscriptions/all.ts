import type { Subscription } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { onGuestJoined } from "./on-guest-joined.ts";
import { onPaymentAuthorised } from "./on-payment-authorised.ts";
import { onPaymentDeclined } from "./on-payment-declined.ts";
import { onPaymentRefundFailed } from "./on-payment-refund-failed.ts";
import { onPaymentRefunded } from "./on-payment-refunded.ts";
import { onShipmentDelivered } from "./on-shipment-delivered.ts";
import { onShipmentDispatched } from "./on-shipment-dispatched.ts";
import { onShipmentReturned } from "./on-shipment-returned.ts";
import { onUserErased } from "./on-user-erased.ts";

/** Everything this service listens to. */
export const allSubscriptions = (dependencies: Dependencies): Subscription[] => [
  onPaymentAuthorised(dependencies),
  onPaymentDeclined(dependencies),
  onPaymentRefunded(dependencies),
  onPaymentRefundFailed(dependencies),
  onShipmentDispatched(dependencies),
  onShipmentDelivered(dependencies),
  onShipmentReturned(dependencies),
  onGuestJoined(dependencies),
  onUserErased(dependencies),
];
