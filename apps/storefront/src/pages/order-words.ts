import { type Order, type OrderStatus, orderAllows, orderGoesOn, orderIsGivenUp } from "@caravan/contracts";

interface Telling {
  /** In lists. */
  readonly badge: string;
  readonly title: string;
  readonly lead: string;
}

/** Every status in plain words: one word for it wherever it is shown. */
export const orderWords: Readonly<Record<OrderStatus, Telling>> = {
  placed: {
    badge: "Ordered",
    title: "Your order is accepted",
    lead: "We are reserving the items for you. You can pay as soon as that is done.",
  },
  "stock-reserved": {
    badge: "Waiting for payment",
    title: "Your order waits for payment",
    lead: "The items are reserved for you. We send them as soon as the order is paid.",
  },
  "payment-authorised": {
    badge: "Paid",
    title: "Payment received",
    lead: "Thank you. We are preparing your order.",
  },
  confirmed: {
    badge: "Packed",
    title: "Your order is being packed",
    lead: "Thank you. Paid. We're packing it now.",
  },
  dispatched: {
    badge: "On its way",
    title: "Your order is on its way",
    lead: "The carrier has it. You can follow it here.",
  },
  delivered: {
    badge: "Delivered",
    title: "Your order has arrived",
    lead: "Not right? Return it here.",
  },
  cancelling: {
    badge: "Being cancelled",
    title: "Your order is being cancelled",
    lead: "We are holding the parcel back. If it has left already, it will still arrive and you can return it.",
  },
  cancelled: {
    badge: "Cancelled",
    title: "Your order is cancelled",
    lead: "Nothing will be sent. What was paid is refunded.",
  },
  "payment-failed": {
    badge: "Not paid",
    title: "The payment did not go through",
    lead: "Your bank declined the payment. Nothing was taken and nothing will be sent.",
  },
  expired: {
    badge: "Expired",
    title: "Your order has expired",
    lead: "It was not paid in time, so the items are no longer reserved. A payment that still comes in is refunded.",
  },
  "return-requested": {
    badge: "Being returned",
    title: "Your order is coming back",
    lead: "The carrier collects the parcel. The refund follows once it has arrived here.",
  },
  returned: {
    badge: "Returned",
    title: "Your order is back with us",
    lead: "We are sending the refund.",
  },
  refunded: {
    badge: "Refunded",
    title: "Your refund is on its way",
    lead: "Refund sent; your bank may need some days.",
  },
};

/** For a shopper who has just come from the bank, before the bank's word has: they may have paid or not. */
export const confirming: Omit<Telling, "badge"> = {
  title: "We are confirming your payment",
  lead: "This takes a few seconds. The page goes on by itself.",
};

/** The shopper went back from the bank's page. */
export const notPaidYet: Omit<Telling, "badge"> = {
  title: "You have not paid yet",
  lead: "Nothing was taken. The items are still reserved for you.",
};

/** The bank declined the last card; another one may do. */
const declined: Omit<Telling, "badge"> = {
  title: "Your bank declined the payment",
  lead: "Nothing was taken. The items are still reserved: you can pay with another card.",
};

/** The refund of an order that has ended did not reach the shopper. */
const refundFailed: Omit<Telling, "badge"> = {
  title: "Your refund did not arrive",
  lead: "Your bank did not accept it, so the money is still with us. We will send it again; you need not do anything.",
};

/** What there is to say of an order, by its status and by what became of its payment. */
export const wordsOf = (
  order: Pick<Order, "status" | "declined" | "refundFailed">,
): Omit<Telling, "badge"> => {
  if (orderAllows(order.status, "pay") && order.declined) return declined;
  return order.refundFailed && !orderGoesOn(order.status) ? refundFailed : orderWords[order.status];
};

/** The steps of an order that goes well, by the status that ends each. */
export const stepsThere: readonly OrderStatus[] = [
  "placed",
  "payment-authorised",
  "confirmed",
  "dispatched",
  "delivered",
];

/** The steps of an order that goes back. */
export const stepsBack: readonly OrderStatus[] = ["return-requested", "returned", "refunded"];

/** Nothing of it was delivered and nothing will be, or the shopper can still say so: its items can go back into the cart. */
export const canBePutBack = (status: OrderStatus): boolean =>
  orderAllows(status, "pay") || orderIsGivenUp(status);

/** What there is to say of the money. */
export const paymentWordsOf = ({ status, refundFailed }: Pick<Order, "status" | "refundFailed">): string =>
  refundFailed ? "A refund did not arrive; we will send it again" : paymentWords[status];

const paymentWords: Readonly<Record<OrderStatus, string>> = {
  placed: "Not due yet",
  "stock-reserved": "Due",
  "payment-authorised": "Authorised",
  confirmed: "Paid",
  dispatched: "Paid",
  delivered: "Paid",
  cancelling: "Paid",
  cancelled: "Refunded, if anything was paid",
  "payment-failed": "Declined",
  expired: "Not paid",
  "return-requested": "Paid",
  returned: "Being refunded",
  refunded: "Refunded",
};
