import { guestJoined } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onGuestJoined = ({ entries }: Pick<Dependencies, "entries">) =>
  onEvent(guestJoined, ({ guestId, userId }, { id }) => entries.joinGuest(id, guestId, userId));
