import { guestJoined } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onGuestJoined = ({ orders }: Dependencies) =>
  onEvent(guestJoined, ({ guestId, userId }, { id }) => orders.joinGuest(id, guestId, userId));
