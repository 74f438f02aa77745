import { Refusal, type RefusalKind } from "@caravan/contracts";
import type { Words } from "../pages/notice.ts";
import type { QuantityNotice } from "../pages/product.ts";

/** Why something did not work, for people, by the refusal's code. */
const byCode: Readonly<Record<string, Words>> = {
  "out-of-stock": {
    title: "There are not enough left",
    detail: "Somebody was faster, or you want more than we have. Nothing was ordered; change your cart.",
  },
  "sku-unknown": {
    title: "We do not sell all of this any more",
    detail: "Something has just left the shop. Nothing was ordered; change your cart.",
  },
  "total-too-large": {
    title: "That is more than we can count",
    detail: "The total is too large for one order. Nothing was ordered; change your cart.",
  },
  "idempotency-key-reused": {
    title: "You ordered from this page already",
    detail:
      "That order stands; see “Orders”. If you want to order again, press once more: this is a fresh form.",
  },
  "idempotency-key-in-progress": {
    title: "Your order is still under way",
    detail: "Press again in a moment: you will get the same order, not a second one.",
  },
  "prices-unavailable": {
    title: "We cannot look up prices right now",
    detail: "Nothing was ordered. Press again in a moment; pressing again never buys twice.",
  },
  "cart-full": {
    title: "Your cart is full",
    detail: "It holds 50 different goods. Take something out first.",
  },
  "order-not-payable": {
    title: "This order is not to be paid now",
    detail: "Look at its status below: it has moved on since you opened the page.",
  },
  "order-not-cancellable": {
    title: "Too late to cancel",
    detail: "It has moved on since you opened the page. Once it has arrived you can send it back.",
  },
  "order-not-returnable": {
    title: "This order cannot be sent back now",
    detail: "Look at its status below: it has moved on since you opened the page.",
  },
  "payment-unavailable": {
    title: "The bank does not answer",
    detail: "Your order stands and waits. Press “Pay now” again in a moment.",
  },
  "payment-page-foreign": {
    title: "The bank does not answer as it should",
    detail: "Your order stands and waits. Press “Pay now” again in a moment.",
  },
  "email-taken": {
    title: "There is an account with this e-mail address",
    detail: "Sign in with it, or use another address.",
  },
  "credentials-wrong": {
    title: "That did not match",
    detail: "E-mail address and password do not fit together. Try once more.",
  },
  "too-many-attempts": {
    title: "Too many attempts",
    detail: "For everybody's safety, wait a while before you try again.",
  },
  "address-book-full": {
    title: "Your address book is full",
    detail: "It holds 20 addresses. Remove one that you do not need.",
  },
  "address-unknown": {
    title: "That address is gone",
    detail: "It was removed in the meantime, perhaps in another tab.",
  },
};

const byKind: Partial<Record<RefusalKind, Words>> = {
  "too-many": {
    title: "A little slower, please",
    detail: "There were too many requests. Press again in a moment.",
  },
  invalid: { title: "Something is missing", detail: "Look at the marked fields." },
};

const noAnswer: Words = {
  title: "That does not work right now",
  detail:
    "A part of the shop does not answer. Press again in a moment: whatever went through is not done twice.",
};

export const fieldsWrong: Words = {
  title: "Something is missing",
  detail: "Look at the marked fields.",
};

/** What a page says when something was refused or nobody answered. */
export const wordsOf = (error: unknown): Words => {
  if (!(error instanceof Refusal)) return noAnswer;
  return byCode[error.code] ?? byKind[error.kind] ?? noAnswer;
};

/** What the product's page says when nothing went into the cart. */
export const cartRefused = (error: unknown, quantity: string): QuantityNotice => ({
  ...(error instanceof Refusal && error.code === "cart-full"
    ? wordsOf(error)
    : {
        title: "We could not put it into your cart",
        detail: "A part of the shop does not answer. Press again in a moment.",
      }),
  quantity: quantity.slice(0, 10),
  aboutQuantity: false,
});

/** What a page says when the quantity is none. */
export const quantityWrong = (quantity: string): QuantityNotice => ({
  title: "How many?",
  detail: "The quantity must be a whole number from 1 to 99.",
  quantity: quantity.slice(0, 10),
  aboutQuantity: true,
});
