import type { OrderStatus } from "@caravan/contracts";

interface Telling {
  /** In lists. */
  readonly badge: string;
  readonly title: string;
  readonly lead: string;
}

/** Every status in plain words. */
export const orderWords: Readonly<Record<OrderStatus, Telling>> = {
  placed: {
    badge: "accepted",
    title: "Your order is accepted",
    lead: "We are looking for your goods on the shelves. You can pay as soon as they are held for you.",
  },
  "stock-reserved": {
    badge: "waiting for payment",
    title: "Your order waits for payment",
    lead: "It is accepted and your goods are held for you. It goes on its way once it is paid.",
  },
  "payment-authorised": {
    badge: "paid",
    title: "Your payment has come in",
    lead: "Thank you. We make sure of the goods now; the bank takes the money only then.",
  },
  confirmed: {
    badge: "being packed",
    title: "Your order is being packed",
    lead: "Thank you. It is paid, and your goods are yours.",
  },
  dispatched: {
    badge: "on its way",
    title: "Your order is on its way",
    lead: "The carrier has it. You can follow it here.",
  },
  delivered: {
    badge: "delivered",
    title: "Your order has arrived",
    lead: "May it carry you far. If it does not please, send it back.",
  },
  cancelling: {
    badge: "being cancelled",
    title: "Your order is being cancelled",
    lead: "We are holding the parcel back. If it has left already, it will still arrive and you can send it back.",
  },
  cancelled: {
    badge: "cancelled",
    title: "Your order is cancelled",
    lead: "Nothing will be sent. What was paid goes back by itself.",
  },
  "payment-failed": {
    badge: "not paid",
    title: "The payment did not go through",
    lead: "Your bank said no, so nothing was taken and nothing will be sent. You can order again.",
  },
  expired: {
    badge: "expired",
    title: "Your order has expired",
    lead: "It was not paid in time, so the goods went back on the shelf. Money that still comes in goes back by itself.",
  },
  "return-requested": {
    badge: "on its way back",
    title: "Your order is coming back",
    lead: "The carrier fetches it. The money follows once it has arrived here.",
  },
  returned: {
    badge: "back with us",
    title: "Your order is back with us",
    lead: "The money is on its way to you.",
  },
  refunded: {
    badge: "refunded",
    title: "Your money is on its way back",
    lead: "Your order came back, and we have given the bank the order to pay you back.",
  },
};

/** For whoever has just come from the bank, before the bank's word has: they may have paid or not. */
export const backFromBank: Omit<Telling, "badge"> = {
  title: "Back from your bank",
  lead: "If you have paid, the bank's word comes within seconds. If not, your goods are still held for you.",
};

/** The steps of an order that goes well, by the status that ends each. */
export const stepsThere: readonly (readonly [OrderStatus, string])[] = [
  ["placed", "Ordered"],
  ["payment-authorised", "Paid"],
  ["confirmed", "Goods assured"],
  ["dispatched", "On its way"],
  ["delivered", "Delivered"],
];

/** The steps of an order that goes back. */
export const stepsBack: readonly (readonly [OrderStatus, string])[] = [
  ["return-requested", "Coming back"],
  ["returned", "Back with us"],
  ["refunded", "Money returned"],
];

/** The status may change by itself in a moment: the page looks again. */
export const isMoving = (status: OrderStatus): boolean =>
  !["delivered", "cancelled", "payment-failed", "expired", "refunded"].includes(status);
export const isPayable = (status: OrderStatus): boolean => status === "stock-reserved";
export const isCancellable = (status: OrderStatus): boolean =>
  ["placed", "stock-reserved", "payment-authorised", "confirmed"].includes(status);
export const isReturnable = (status: OrderStatus): boolean => status === "delivered";

/** What there is to say of the money. */
export const paymentWords: Readonly<Record<OrderStatus, string>> = {
  placed: "not due yet",
  "stock-reserved": "waiting for you",
  "payment-authorised": "held by your bank",
  confirmed: "paid",
  dispatched: "paid",
  delivered: "paid",
  cancelling: "paid",
  cancelled: "nothing is kept",
  "payment-failed": "declined",
  expired: "nothing was taken",
  "return-requested": "paid",
  returned: "being returned",
  refunded: "returned",
};
