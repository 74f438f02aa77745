import type { Subscription } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { onGuestJoined } from "./on-guest-joined.ts";
import { onOrderConfirmed } from "./on-order-confirmed.ts";
import { onUserErased } from "./on-user-erased.ts";

/** Everything this service listens to. */
export const allSubscriptions = (dependencies: Dependencies): Subscription[] => [
  onOrderConfirmed(dependencies),
  onGuestJoined(dependencies),
  onUserErased(dependencies),
];
