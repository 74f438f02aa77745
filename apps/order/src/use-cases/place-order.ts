import {
  newId,
  type Order as OrderReply,
  type PostalAddress,
  Refusal,
  type ReservationLine,
} from "@caravan/contracts";
import type { Dependencies, Outcome, Person, ReplyForm, StoredReply } from "../dependencies.ts";
import { priceLines } from "../domain/order.ts";
import { place } from "../domain/place.ts";
import { orderReply, withAddress, withoutAddress } from "../domain/replies.ts";
import { checkUnpaid } from "../domain/unpaid.ts";
import { moment } from "./moment.ts";

/** Who orders what, to where, under which key. */
export interface PlaceRequest {
  readonly shopper: Person;
  readonly key: string;
  readonly lines: readonly ReservationLine[];
  readonly deliverTo: PostalAddress;
}

/** How a shopper's replies are kept. */
export const orderForm: ReplyForm<OrderReply> = {
  make: orderReply,
  withoutPersonal: withoutAddress,
  withPersonal: withAddress,
  orderIdOf: ({ id }) => id,
};

/**
 * Places an order once per key: prices from the catalogue, stock held at inventory, then all of it in one transaction. What the
 * shopper holds unpaid is looked at before anything is held for them, and counts inside the transaction.
 */
export const placeOrder = (
  dependencies: Dependencies,
  { shopper, key, lines, deliverTo }: PlaceRequest,
): Promise<StoredReply<OrderReply>> =>
  dependencies.orders.placeOnce(
    {
      scope: `placeOrder:${shopper.subject}`,
      shopper,
      key,
      content: { lines, deliverTo },
      newResourceId: () => newId("ord"),
    },
    orderForm,
    async (orderId, unpaid, save) => {
      checkUnpaid(unpaid, lines, dependencies.limits);
      const prices = await dependencies.prices.of(lines.map(({ sku }) => sku));
      const priced = priceLines(lines, prices);
      const held = await holdStock(dependencies, orderId, lines);
      const at = moment(dependencies);
      try {
        return await save((shopperId, meanwhile) => {
          checkUnpaid(meanwhile, lines, dependencies.limits);
          return place({ ...held, shopperId, lines: priced, deliverTo }, at);
        });
      } catch (error) {
        if (held.reservationId !== null && certainlyNotSaved(error))
          await dependencies.inventory.release(held.reservationId);
        throw error;
      }
    },
  );

/** The hold, or none when nobody knows whether there is one: the order then stands and asks again. */
const holdStock = async (
  { inventory, newOrderId }: Dependencies,
  orderId: string,
  lines: readonly ReservationLine[],
): Promise<Held> => {
  const outcome = await inventory.reserve(orderId, lines);
  // An earlier attempt with this key held stock under this id and gave it back: start over under another id.
  if (outcome.kind !== "refused" || outcome.code !== "reservation-ended") return heldBy(orderId, outcome);
  const fresh = newOrderId();
  return heldBy(fresh, await inventory.reserve(fresh, lines));
};

interface Held {
  readonly id: string;
  readonly reservationId: string | null;
  readonly heldUntil: Date | undefined;
}

const heldBy = (id: string, outcome: Outcome): Held => {
  if (outcome.kind === "done") {
    const { reservationId = null, heldUntil } = outcome.learned;
    return { id, reservationId, heldUntil };
  }
  // Whatever inventory says no to, it says no to at every attempt: the shopper must hear of it.
  if (outcome.code !== undefined) throw outcome.cause ?? new Error(outcome.code);
  return { id, reservationId: null, heldUntil: undefined };
};

/**
 * Reports whether the order does not exist for sure. When the connection broke, the commit may have happened; when
 * another attempt took the key over, the hold is that attempt's by now. In both cases it must not be given back.
 */
const certainlyNotSaved = (error: unknown): boolean =>
  !(error instanceof Refusal && ["database-unavailable", "idempotency-key-in-progress"].includes(error.code));
