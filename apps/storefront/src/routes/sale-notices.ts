import type { Sale } from "@caravan/contracts";
import type { Words } from "../pages/notice.ts";

/** The numbers of a sale that a refusal may be about. */
type SaleLimits = Pick<Sale, "perAddress" | "perDevice">;

const asMany = (most: number | undefined, where: string): string => {
  if (most === undefined) return `Only some shoppers of one ${where} may.`;
  return most === 1
    ? `One shopper of each ${where} may, and one does already.`
    : `${most} shoppers of each ${where} may, and as many do already.`;
};

const tooManyOfAddress = (most: number | undefined): Words => ({
  title: "Too many take part from your connection",
  detail: `${asMany(most, "connection")} Try another one, such as your phone’s.`,
});

const tooManyOfDevice = (most: number | undefined): Words => ({
  title: "Too many take part with this browser",
  detail: `${asMany(most, "browser")} Go on as one who takes part already, or use another device.`,
});

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
    title: "You had your share, and it went back",
    detail:
      "What went back counts, so you cannot ask again in this sale. Nothing was charged. The page says why, and what you can do.",
  },
  "too-many-of-address": tooManyOfAddress(undefined),
  "too-many-of-device": tooManyOfDevice(undefined),
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

/** The notice of a limit, with its number, which the sale tells. */
export const limitNotice = (code: string, { perAddress, perDevice }: SaleLimits): Words | undefined => {
  if (code === "too-many-of-address") return tooManyOfAddress(perAddress);
  return code === "too-many-of-device" ? tooManyOfDevice(perDevice) : undefined;
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
