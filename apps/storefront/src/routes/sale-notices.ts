import type { Words } from "../pages/notice.ts";

/** Notices of the page of a sale, by the refusal's code. */
export const saleNotices: Readonly<Record<string, Words>> = {
  "sale-not-open": {
    title: "Not open yet",
    detail: "By our clock it has not begun. You have lost nothing: press again when it opens.",
  },
  "sale-paused": {
    title: "The sale is paused",
    detail: "Every piece and every place in line is kept. Press again in a while.",
  },
  "sale-ended": { title: "The sale is over", detail: "Nothing more is sold at this price." },
  "sold-out": {
    title: "Sold out",
    detail: "Every piece is taken and the line is full. One that is not paid for in time may come back.",
  },
  "accounts-only": {
    title: "This sale is for accounts",
    detail: "Sign in, then take part.",
  },
  "token-too-new": {
    title: "Just a moment",
    detail: "You took part after the opening, so your turn begins a few seconds later. Press again then.",
  },
  "token-invalid": {
    title: "This page is out of date",
    detail: "You signed in or out since it was opened. Nothing is lost: press again.",
  },
  "work-missing": {
    title: "One more check is needed",
    detail: "Your browser solves it by itself with JavaScript. Press again when the button can be pressed.",
  },
  "ticket-returned": {
    title: "You had a piece, and it went back",
    detail: "Another shopper has it now. Nothing was charged.",
  },
  "too-many-of-address": {
    title: "Too many take part from your connection",
    detail: "Only some shoppers of one connection may. Try another one, such as your phone’s.",
  },
  "too-many-of-device": {
    title: "Too many take part with this browser",
    detail:
      "Only some shoppers of one browser may. Go on as one who takes part already, or use another device.",
  },
  "sale-warming": {
    title: "The sale is being prepared",
    detail: "Nothing is lost. Press again in a moment.",
  },
  "sale-busy": {
    title: "Very many are asking right now",
    detail: "Nothing is decided about you yet. Press again in a moment.",
  },
  "sale-not-reachable": {
    title: "The sale cannot be reached right now",
    detail: "Nothing is decided about you yet. Press again in a moment.",
  },
};

/** A click was heard, and it is not decided yet. */
export const deciding: Words = {
  title: "We have heard you",
  detail: "It is being decided. Press again in a moment: this click counts once.",
};

/** Pressing again soon helps: a page with scripts does it by itself. */
export const askAgainCodes: ReadonlySet<string> = new Set([
  ...["token-too-new", "sale-warming", "sale-busy", "sale-not-reachable", "service-unavailable"],
]);
