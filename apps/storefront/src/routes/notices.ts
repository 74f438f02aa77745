import { Refusal, type RefusalKind } from "@caravan/contracts";
import type { Words } from "../pages/notice.ts";
import type { QuantityNotice } from "../pages/product.ts";
import { promotionNotices } from "./promotion-notices.ts";
import { saleNotices } from "./sale-notices.ts";

/** Notices by the refusal's code. */
const byCode: Readonly<Record<string, Words>> = {
  ...saleNotices,
  ...promotionNotices,
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
    detail: "Nothing was ordered. Please order fewer items at once.",
  },
  "idempotency-key-reused": {
    title: "You have already ordered from this page",
    detail: "That order is kept; see “Orders”. To order again, press once more: this is a new form.",
  },
  "idempotency-key-in-progress": {
    title: "Your order is still under way",
    detail: "Press again in a moment: you will get the same order, not a second one.",
  },
  "prices-unavailable": {
    title: "We cannot look up prices right now",
    detail: "Nothing was ordered. Press again in a moment; you will not buy twice.",
  },
  "cart-full": {
    title: "Your cart is full",
    detail: "It holds 50 different items. Remove one first.",
  },
  "order-not-payable": {
    title: "This order cannot be paid now",
    detail: "Its status has changed since you opened the page; see below.",
  },
  "order-not-put-back": {
    title: "This order’s status has changed",
    detail: "Its status has changed since you opened the page; see below.",
  },
  "state-conflict": {
    title: "Your cart was being changed elsewhere",
    detail: "Look at your cart, and change it once more.",
    link: { href: "/cart", text: "See your cart" },
  },
  "carts-unwritable": {
    title: "Your cart cannot be changed right now",
    detail: "A part of the shop is not working. Please try again in a moment.",
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
    title: "The bank refused this payment",
    detail: "Nothing was charged, and your order still waits. Press “Pay now” to try again.",
  },
  "payment-attempts-exhausted": {
    title: "Too many payment attempts for this order",
    detail: "Nothing was charged. Please place a new order.",
  },
  "payment-page-foreign": {
    title: "The bank’s answer was invalid",
    detail: "Your order stands and waits. Press “Pay now” again in a moment.",
  },
  "email-taken": {
    title: "There is already an account with this e-mail address",
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
      "Nothing was ordered. Change its country or postal code on your account page, or enter another address here.",
  },
  "address-unknown": {
    title: "That address no longer exists",
    detail: "It was removed in the meantime, perhaps in another tab.",
  },
};

/** Trying again helps: there was no answer, or not in time. */
const noAnswer: Words = {
  title: "That does not work right now",
  detail: "A part of the shop does not answer. Press again in a moment: nothing will be done twice.",
};

/** A final refusal: the shopper is not asked to press again. */
const refused: Words = {
  title: "That was refused",
  detail: "Trying again will not change that. Reload the page to see the current state.",
};

const sessionEnded: Words = {
  title: "Your session has ended",
  detail: "Sign in, or put something into your cart.",
  link: { href: "/sign-in", text: "Sign in" },
};

const broken: Words = {
  title: "Something broke on our side",
  detail: "It has been logged. Reload the page to see the current state.",
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

/** Whether there is a text for exactly this refusal. */
export const hasOwnWords = (code: string): boolean => Object.hasOwn(byCode, code);

/** The notice for a refusal or a missing answer. */
export const wordsOf = (error: unknown): Words => {
  if (!(error instanceof Refusal)) return broken;
  return byCode[error.code] ?? byKind[error.kind] ?? refused;
};

const isNoAnswer = (error: unknown): boolean =>
  error instanceof Refusal && (error.kind === "unavailable" || error.kind === "deadline");

/** The notice of the product's page when the product was not added to the cart. */
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

/** The notice for an invalid quantity. */
export const quantityWrong = (quantity: string): QuantityNotice => ({
  title: "Please check the quantity",
  detail: "It must be a whole number from 1 to 99.",
  quantity: quantity.slice(0, 10),
  aboutQuantity: true,
});
