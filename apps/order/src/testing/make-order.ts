import { newId, type OrderStatus, orderStatuses, type PostalAddress } from "@caravan/contracts";
import type { StepFact } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import { place } from "../domain/place.ts";
import { deadlineOf, type Limits, type Moment } from "../domain/saga.ts";

export const now = new Date("2026-11-21T09:30:00.000Z");
export const limits: Limits = {
  paymentSeconds: 900,
  stepSeconds: 300,
  dispatchSeconds: 3_600,
  deliverySeconds: 86_400,
  mostUnpaidOrders: 10,
  mostUnpaidPieces: 200,
};
export const at = (seconds = 0): Moment => ({
  now: new Date(now.getTime() + seconds * 1000),
  limits,
  jitter: 0.5,
});

export const address: PostalAddress = {
  name: "Ada Lovelace",
  street: "St James's Square 12",
  postalCode: "SW1Y 4JH",
  city: "London",
  country: "GB",
};

/** The first step of an order, done; undefined for no reservation. */
export const heldAs = (reservationId: string | null): StepFact | undefined =>
  reservationId === null
    ? undefined
    : { kind: "step", step: "reserve-stock", outcome: { kind: "done", learned: { reservationId } } };

/** A typical order in that status, with no steps left. */
export const orderIn = (status: OrderStatus, parts: Partial<Order> = {}): Order => {
  const { order } = place(
    {
      id: newId("ord"),
      shopperId: newId("usr"),
      lines: [
        {
          ...{ sku: "CAR-0001", productId: newId("prd"), name: "Dune tent" },
          ...{ priceCents: 19_900, quantity: 1, discountCents: 0 },
        },
        {
          sku: "CAR-0002",
          productId: newId("prd"),
          name: "Kettle “Ember” 🏕",
          priceCents: 2_099,
          quantity: 3,
          discountCents: 0,
        },
      ],
      deliverTo: address,
    },
    at(),
    heldAs(status === "placed" ? null : newId("rsv")),
  );
  return {
    ...order,
    status,
    paymentId: status === "placed" ? null : newId("pay"),
    shipmentId: orderStatuses[status].stock === "held" ? null : newId("shp"),
    ...parts,
    saga: {
      ...order.saga,
      steps: [],
      nextAttemptAt: null,
      deadlineAt: deadlineOf(status, at()),
      ...parts.saga,
    },
  };
};
