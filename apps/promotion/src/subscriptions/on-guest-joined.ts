import { guestJoined } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onGuestJoined = ({ people }: Pick<Dependencies, "people">) =>
  onEvent(guestJoined, ({ guestId, userId }, { id }) => people.joinGuest(id, guestId, userId));
