import { Refusal, type RefusalKind } from "@caravan/contracts";
import type { Words } from "../pages/notice.ts";
import type { QuantityNotice } from "../pages/product.ts";

/** Why something did not work, for people, by the refusal's code. */
const byCode: Readonly<Record<string, Words>> = {
  "out-of-stock": {
    title: "There are not enough left",
    detail: "Nothing was ordered. Please change the quantity in your cart.",
  },
  "too-much-unpaid": {
    title: "You have unpaid orders",
    detail: "Nothing was ordered. Pay them or put them back into your cart, then order again.",
    link: { href: "/orders", text: "See your orders" },
  },
  "sku-unknown": {
    title: "Something is no longer sold",
    detail: "Nothing was ordered. Please look at your cart.",
  },
  "total-too-large": {
    title: "This order is too large",
    detail: "Nothing was ordered. Please order less at once.",
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
    title: "This order cannot be paid now",
    detail: "Its status has changed since you opened the page; see below.",
  },
  "order-not-put-back": {
    title: "This order has gone on",
    detail: "Its status has changed since you opened the page; see below.",
  },
  "state-conflict": {
    title: "Your cart was being changed elsewhere",
    detail: "Look at your cart, and change it once more.",
    link: { href: "/cart", text: "See your cart" },
  },
  "carts-unwritable": {
    title: "Your cart cannot be changed right now",
    detail: "A part of the shop does not work as it should. Please try again in a moment.",
  },
  "order-not-cancellable": {
    title: "Too late to cancel",
    detail: "Its status has changed since you opened the page. Once it has arrived you can return it.",
  },
  "order-not-returnable": {
    title: "This order cannot be returned now",
    detail: "Its status has changed since you opened the page; see below.",
  },
  "payment-unavailable": {
    title: "The bank does not answer",
    detail: "Your order stands and waits. Press “Pay now” again in a moment.",
  },
  "provider-refused": {
    title: "The bank did not take this payment",
    detail: "Nothing was charged, and your order still waits. Press “Pay now” to try again.",
  },
  "payment-attempts-exhausted": {
    title: "This order was tried to be paid too often",
    detail: "Nothing was charged. Please place a new order.",
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
    detail: "Wrong e-mail or password. Please try again.",
  },
  "too-many-attempts": {
    title: "Too many attempts",
    detail: "Please wait a while before you try again.",
  },
  "address-book-full": {
    title: "Your address book is full",
    detail: "It holds 20 addresses. Remove one that you do not need.",
  },
  "address-undeliverable": {
    title: "We cannot deliver to that saved address",
    detail:
      "Nothing was ordered. Its country or postal code needs a change on your account’s page; or type another one here.",
  },
  "address-unknown": {
    title: "That address is gone",
    detail: "It was removed in the meantime, perhaps in another tab.",
  },
};

/** Trying again helps: nobody answered, or not in time. */
const noAnswer: Words = {
  title: "That does not work right now",
  detail:
    "A part of the shop does not answer. Press again in a moment: whatever went through is not done twice.",
};

/** A "no" that stays one: nobody is told to press again. */
const refused: Words = {
  title: "That was refused",
  detail: "Trying again will not change it. Open the page anew to see how things stand.",
};

const sessionEnded: Words = {
  title: "Your session has ended",
  detail: "Sign in, or put something into your cart.",
  link: { href: "/sign-in", text: "Sign in" },
};

const broken: Words = {
  title: "Something broke on our side",
  detail: "It has been noted. Open the page anew to see how things stand.",
};

const byKind: Partial<Record<RefusalKind, Words>> = {
  unavailable: noAnswer,
  deadline: noAnswer,
  unauthenticated: sessionEnded,
  "too-many": {
    title: "A little slower, please",
    detail: "There were too many requests. Press again in a moment.",
  },
  invalid: { title: "Please check your entries", detail: "" },
};

export const fieldsWrong: Words = {
  title: "Please check your entries",
  detail: "",
};

/** Whether there are words for exactly this refusal. */
export const hasOwnWords = (code: string): boolean => Object.hasOwn(byCode, code);

/** What a page says when something was refused or nobody answered. */
export const wordsOf = (error: unknown): Words => {
  if (!(error instanceof Refusal)) return broken;
  return byCode[error.code] ?? byKind[error.kind] ?? refused;
};

const isNoAnswer = (error: unknown): boolean =>
  error instanceof Refusal && (error.kind === "unavailable" || error.kind === "deadline");

/** What the product's page says when nothing went into the cart. */
export const cartRefused = (error: unknown, quantity: string): QuantityNotice => ({
  ...(isNoAnswer(error)
    ? {
        title: "We could not put it into your cart",
        detail: "A part of the shop does not answer. Press again in a moment.",
      }
    : wordsOf(error)),
  quantity: quantity.slice(0, 10),
  aboutQuantity: false,
});

/** What a page says when the quantity is none. */
export const quantityWrong = (quantity: string): QuantityNotice => ({
  title: "Please check the quantity",
  detail: "It must be a whole number from 1 to 99.",
  quantity: quantity.slice(0, 10),
  aboutQuantity: true,
});
