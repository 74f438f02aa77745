import type { RefusalKind } from "@caravan/contracts";
import type { Notice } from "../pages/product.ts";

type Words = Pick<Notice, "title" | "detail">;

/** Why buying did not work, for people, by the refusal's code. */
const byCode: Readonly<Record<string, Words>> = {
  "out-of-stock": {
    title: "There are not enough left",
    detail: "Somebody was faster, or you want more than we have. Nothing was ordered; try fewer.",
  },
  "sku-unknown": {
    title: "We do not sell this any more",
    detail: "It has just left the shop. Nothing was ordered.",
  },
  "shopper-unknown": {
    title: "Please press once more",
    detail:
      "Your browser came without this shop's cookie, so we have just given it one. If you read this again, allow cookies for this shop.",
  },
  "idempotency-key-reused": {
    title: "You bought from this page already",
    detail:
      "That order stands; see “Your orders”. If you want to order again, press once more: this is a fresh form.",
  },
  "idempotency-key-in-progress": {
    title: "Your order is still under way",
    detail: "Press again in a moment: you will get the same order, not a second one.",
  },
  "stock-check-unavailable": {
    title: "We cannot reach the storehouse",
    detail: "Nothing was ordered. Press again in a moment; pressing again never buys twice.",
  },
};

const byKind: Partial<Record<RefusalKind, Words>> = {
  "too-many": {
    title: "A little slower, please",
    detail: "There were too many requests. Press again in a moment.",
  },
};

const noAnswer: Words = {
  title: "We could not take the order right now",
  detail:
    "A part of the shop does not answer. Press again in a moment: if the order went through, you will get that one and not a second.",
};

/** What the product's page says when the order was refused or nobody answered. */
export const noticeOf = (code: string | undefined, quantity: string, kind?: RefusalKind): Notice => ({
  ...((code === undefined ? undefined : byCode[code]) ??
    (kind === undefined ? undefined : byKind[kind]) ??
    noAnswer),
  quantity: quantity.slice(0, 10),
  aboutQuantity: code === "out-of-stock",
});

/** What the product's page says when the quantity is none. */
export const quantityNotice = (quantity: string): Notice => ({
  title: "How many?",
  detail: "The quantity must be a whole number from 1 to 99.",
  quantity: quantity.slice(0, 10),
  aboutQuantity: true,
});
