import {
  type Order as OrderReply,
  type PostalAddress,
  Refusal,
  type ReservationLine,
} from "@caravan/contracts";
import { currentTraceparent } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import type { StepFact } from "../domain/facts.ts";
import { type Order, priceLines, type Ticket } from "../domain/order.ts";
import { place } from "../domain/place.ts";
import { orderReply, withAddress, withoutAddress } from "../domain/replies.ts";
import { checkUnpaid, type Unpaid } from "../domain/unpaid.ts";
import type { Person, ReplyForm, StoredReply } from "../order-store.ts";
import { moment } from "./moment.ts";
import { performStep } from "./perform-step.ts";

/** A request for an order: shopper, lines, address and key. */
export interface PlaceRequest {
  readonly shopper: Person;
  readonly key: string;
  readonly lines: readonly ReservationLine[];
  readonly deliverTo: PostalAddress;
  /** The claim of a flash sale that it is made of: its price and its allotment. The sale has limits of its own. */
  readonly ticket?: Ticket;
}

/** How a shopper's replies are kept. */
export const orderForm: ReplyForm<OrderReply> = {
  make: orderReply,
  withoutPersonal: withoutAddress,
  withPersonal: withAddress,
  orderIdOf: ({ id }) => id,
};

/**
 * Places an order once per key: prices from the catalogue, the saga's first step at inventory, then all of it in one transaction. The
 * shopper's unpaid orders are checked before any stock is held, and again inside the transaction.
 */
export const placeOrder = async (
  dependencies: Dependencies,
  { shopper, key, lines, deliverTo, ticket }: PlaceRequest,
): Promise<StoredReply<OrderReply>> => {
  const { orders, limits } = dependencies;
  // Who takes part in a sale may change the address while an attempt's reply is on its way: a ticket is one order all the same.
  const content = ticket === undefined ? { lines, deliverTo } : { lines, ticket };
  const check = (unpaid: Unpaid) => (ticket === undefined ? checkUnpaid(unpaid, lines, limits) : undefined);
  const request = {
    ...{ scope: `placeOrder:${shopper.subject}`, shopper, key, content },
    newResourceId: () => dependencies.newOrderId(shopper.subject),
  };
  const claimed = await orders.claimPlacement(request, orderForm);
  if ("replayed" in claimed) return claimed;
  await using placement = claimed;
  check(placement.unpaid);

  const prices = await dependencies.prices.of(lines.map(({ sku }) => sku));
  const given = { lines: priceLines(lines, prices, ticket), deliverTo, ticket };
  const draft = { ...given, id: placement.orderId, shopperId: shopper.subject };
  const { id, step } = await holdStock(dependencies, place(draft, moment(dependencies)).order);

  const at = moment(dependencies);
  const traceparent = currentTraceparent();
  const reply = await placement
    .insert((shopperId, unpaid) => {
      check(unpaid);
      return place({ ...given, id, shopperId, traceparent }, at, step);
    })
    .catch(async (error: unknown) => {
      if (certainlyNotSaved(error)) await giveBack(dependencies, step);
      throw error;
    });
  // Another attempt has made the order of this key meanwhile, and holds stock of its own.
  if (reply.replayed) await giveBack(dependencies, step);
  return reply;
};

/**
 * Takes the order's first step before the order is written, so that the shopper gets inventory's answer. When the outcome is unclear,
 * the order is placed and the step is repeated.
 */
const holdStock = async (
  dependencies: Dependencies,
  order: Order,
): Promise<{ readonly id: string; readonly step: StepFact }> => {
  const step = await performStep(dependencies, order, "reserve-stock");
  if (!isEnded(step)) return { id: order.id, step: orRefused(step) };
  // An earlier attempt with this key held stock under this id and released it: start over under another id.
  const id = dependencies.newOrderId(order.shopperId);
  return { id, step: orRefused(await performStep(dependencies, { ...order, id }, "reserve-stock")) };
};

const isEnded = ({ outcome }: StepFact): boolean =>
  outcome.kind === "refused" && outcome.code === "reservation-ended";

/** A refusal of inventory stays the same at every attempt: the shopper must get it. */
const orRefused = (step: StepFact): StepFact => {
  const { outcome } = step;
  if (outcome.kind === "done" || outcome.code === undefined) return step;
  throw outcome.cause ?? new Error(outcome.code);
};

const giveBack = async ({ inventory }: Dependencies, { outcome }: StepFact): Promise<void> => {
  const { reservationId } = outcome.kind === "done" ? outcome.learned : {};
  if (reservationId !== undefined) await inventory.release(reservationId);
};

/**
 * Reports whether the order does not exist for sure. When the connection broke, the commit may have happened; when
 * another attempt took the key over, the hold belongs to that attempt. In both cases it must not be released.
 */
const certainlyNotSaved = (error: unknown): boolean =>
  !(error instanceof Refusal && ["database-unavailable", "idempotency-key-in-progress"].includes(error.code));
