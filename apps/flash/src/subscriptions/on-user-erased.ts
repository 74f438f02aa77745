import { userErased } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onUserErased = ({ entries, now }: Pick<Dependencies, "entries" | "now">) =>
  onEvent(userErased, ({ userId, guests }, { id }) => entries.eraseUser(id, userId, now(), guests));
