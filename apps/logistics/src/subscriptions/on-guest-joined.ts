import { guestJoined } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onGuestJoined = ({ shipments }: Pick<Dependencies, "shipments">) =>
  onEvent(guestJoined, ({ guestId, userId }, { id }) => shipments.join(id, guestId, userId));
