import type { Sale, SalePlace } from "@caravan/contracts";

/** Every state of a sale in plain words. */
export const saleWords: Readonly<Record<Sale["state"], { readonly badge: string; readonly lead: string }>> = {
  draft: { badge: "Not announced", lead: "This sale is not announced yet." },
  scheduled: { badge: "Opens soon", lead: "Take part now: those who have when it opens can ask at once." },
  warming: { badge: "Opens in a moment", lead: "Stay on this page: the button works as soon as it opens." },
  open: { badge: "Open", lead: "The sale is open." },
  paused: {
    badge: "Paused",
    lead: "The sale is paused. Every piece and every place in line is kept; it goes on soon.",
  },
  "sold-out": {
    badge: "All taken",
    lead: "Every piece is taken at the moment. One that is not paid for in time goes to the next in line.",
  },
  ended: { badge: "Over", lead: "The sale is over." },
  settled: { badge: "Over", lead: "The sale is over." },
};

/** Nothing can be had any more. */
export const saleIsOver = ({ state }: Pick<Sale, "state">): boolean =>
  state === "ended" || state === "settled";

/** The button may get a piece, or a place in line. */
export const saleIsOn = ({ state }: Pick<Sale, "state">): boolean => state === "open" || state === "sold-out";

/** Where a shopper stands, in plain words. */
export const placeWords: Readonly<
  Record<SalePlace["state"], { readonly title: string; readonly lead: string }>
> = {
  deciding: { title: "We have heard you", lead: "It is being decided. You are told here within seconds." },
  waiting: {
    title: "You are in line",
    lead: "A piece that is not paid for in time goes to the next in line. This page tells you at once.",
  },
  admitted: { title: "One piece is yours", lead: "It is kept for you. We are making your order." },
  paid: { title: "It is yours, and paid", lead: "Thank you. You can follow your order." },
  returned: {
    title: "Your piece went back",
    lead: "No order could be made of it, or its order has ended, so it went on to others. Nothing was charged.",
  },
};

/** For one who waits when the sale is over. */
const lineEnded = {
  title: "The line did not come to you",
  lead: "The sale is over, and no piece came back in time. Nothing was charged.",
};

/** Why a piece went back, where there is more to say. */
const returnedWords: Readonly<Record<string, string>> = {
  expired: "It was not paid in time, so it went on to others. Nothing was charged.",
  "over-limit":
    "You took part under several names, and had more than one shopper may have, so it went on to others. Nothing was charged.",
  cancelled: "You cancelled its order, so it went on to others.",
  "payment-failed": "The payment did not go through, so it went on to others. Nothing was charged.",
};

/** Where this shopper stands. A flash of the release before says `waiting` also after the end. */
export const wordsOfPlace = (
  { state, reason }: Pick<SalePlace, "state" | "reason">,
  isOver: boolean,
): { readonly title: string; readonly lead: string } => {
  if ((state === "waiting" && isOver) || (state === "returned" && reason === "sale-ended")) return lineEnded;
  const words = placeWords[state];
  return state === "returned" ? { ...words, lead: returnedWords[reason ?? ""] ?? words.lead } : words;
};

/** For one who keeps a piece or a place while another of theirs went back. */
export const otherWentBack =
  "Another piece or place of yours went back, as you took part under several names: one shopper may have only so many.";
