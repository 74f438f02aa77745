import { userErased } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onUserErased = ({ orders, now }: Dependencies) =>
  onEvent(userErased, ({ userId, guests }, { id }) => orders.forget(id, userId, now(), guests));
