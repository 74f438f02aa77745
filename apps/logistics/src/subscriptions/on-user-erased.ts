import { userErased } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

export const onUserErased = ({ shipments }: Pick<Dependencies, "shipments">) =>
  onEvent(userErased, (erased, { id }) => shipments.erase(id, erased));
