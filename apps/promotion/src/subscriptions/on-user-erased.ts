import { userErased } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onUserErased = ({ people, now }: Pick<Dependencies, "people" | "now">) =>
  onEvent(userErased, ({ userId, guests }, { id }) => people.eraseUser(id, userId, now(), guests));
