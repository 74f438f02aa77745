import * as v from "valibot";

/**
 * Where an order is: `placed → stock-reserved → payment-authorised → confirmed → dispatched → delivered`, and the ways out of it.
 * `refunded` goes back to `returned` when the bank fails the refund.
 */
export const OrderStatus = v.picklist([
  "placed",
  "stock-reserved",
  "payment-authorised",
  "confirmed",
  "dispatched",
  "delivered",
  "cancelling",
  "cancelled",
  "payment-failed",
  "expired",
  "return-requested",
  "returned",
  "refunded",
]);
export type OrderStatus = v.InferOutput<typeof OrderStatus>;

/** What can be asked for an order: its shopper pays, cancels and returns it, staff refunds a part of it. */
export type OrderAction = "pay" | "cancel" | "return" | "refund";

/** What a status says of an order. */
export interface OrderStatusFacts {
  /** Nothing more happens by itself; steps that tidy up may be left. */
  readonly final: boolean;
  /** `due`: to be paid yet. `authorised`: the bank holds it for us. `captured`: it is ours. `back`: none of it may stay with us. */
  readonly money: "due" | "authorised" | "captured" | "back";
  /** `held`: for this order, or about to be. `committed`: out of stock for good. `released`, `returned`: there for others again. */
  readonly stock: "held" | "committed" | "released" | "returned";
  /** `ahead`: not handed over. `stopping`: asked to stay. `out`: with the carrier or the shopper. `back`: it returns. `never`: none goes out. */
  readonly parcel: "ahead" | "stopping" | "out" | "back" | "never";
  readonly allows: readonly OrderAction[];
}

const never = { final: true, money: "back", stock: "released", parcel: "never", allows: [] } as const;
const facts = {
  placed: { final: false, money: "due", stock: "held", parcel: "ahead", allows: ["cancel"] },
  "stock-reserved": { final: false, money: "due", stock: "held", parcel: "ahead", allows: ["pay", "cancel"] },
  "payment-authorised": {
    final: false,
    money: "authorised",
    stock: "held",
    parcel: "ahead",
    allows: ["cancel"],
  },
  confirmed: {
    final: false,
    money: "captured",
    stock: "committed",
    parcel: "ahead",
    allows: ["cancel", "refund"],
  },
  dispatched: { final: false, money: "captured", stock: "committed", parcel: "out", allows: ["refund"] },
  delivered: {
    final: true,
    money: "captured",
    stock: "committed",
    parcel: "out",
    allows: ["return", "refund"],
  },
  cancelling: { final: false, money: "captured", stock: "committed", parcel: "stopping", allows: [] },
  cancelled: never,
  "payment-failed": never,
  expired: never,
  "return-requested": {
    final: false,
    money: "captured",
    stock: "committed",
    parcel: "back",
    allows: ["refund"],
  },
  returned: { final: false, money: "back", stock: "returned", parcel: "back", allows: [] },
  refunded: { final: true, money: "back", stock: "returned", parcel: "back", allows: [] },
} as const satisfies Readonly<Record<OrderStatus, OrderStatusFacts>>;

/** What every status says of an order: the one place that groups them. */
export const orderStatuses: Readonly<Record<OrderStatus, OrderStatusFacts>> = facts;

/** A status in which nothing more happens by itself. */
export type FinalOrderStatus = {
  [S in OrderStatus]: (typeof facts)[S]["final"] extends true ? S : never;
}[OrderStatus];

export const orderIsFinal = (status: OrderStatus): status is FinalOrderStatus => orderStatuses[status].final;

/** Its goods are kept for a shopper who has yet to pay. */
export const orderIsUnpaid = (status: OrderStatus): boolean => orderStatuses[status].money === "due";

/** Its money is ours. */
export const orderIsPaid = (status: OrderStatus): boolean => orderStatuses[status].money === "captured";

/** It is on its way to the shopper or has arrived; otherwise it was given up, is being stopped or goes back. */
export const orderGoesOn = (status: OrderStatus): boolean =>
  orderStatuses[status].parcel === "ahead" || orderStatuses[status].parcel === "out";

/** It ended before anything went out: no money may stay with us, no stock may be held for it. */
export const orderIsGivenUp = (status: OrderStatus): boolean => orderStatuses[status].parcel === "never";

/** Reports whether the status allows this; the order itself may have further conditions, such as the time to pay. */
export const orderAllows = (status: OrderStatus, action: OrderAction): boolean =>
  orderStatuses[status].allows.includes(action);
