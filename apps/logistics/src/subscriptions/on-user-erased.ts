import { userErased } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onUserErased = ({ shipments }: Pick<Dependencies, "shipments">) =>
  onEvent(userErased, ({ userId, at }, { id }) => shipments.erase(id, userId, new Date(at)));
