import { orderConfirmed } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

/** The shopper's next order is not their first. */
export const onOrderConfirmed = ({ people }: Pick<Dependencies, "people">) =>
  onEvent(orderConfirmed, ({ shopperId, at }) => people.noteConfirmed({ shopperId, at: new Date(at) }));
