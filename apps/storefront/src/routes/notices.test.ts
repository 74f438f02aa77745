import { Refusal, refusalKinds } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { flashCalls } from "../clients/flash.ts";
import { inventoryCalls } from "../clients/inventory.ts";
import { logisticsCalls } from "../clients/logistics.ts";
import { orderCalls } from "../clients/order.ts";
import { productCalls } from "../clients/product.ts";
import { userCalls } from "../clients/user.ts";
import { hasOwnTelling } from "../pages/problem.ts";
import { cartRefused, hasOwnWords, wordsOf } from "./notices.ts";

/** Every refusal in the contracts of the routes we call. */
const named = new Set(
  [flashCalls, inventoryCalls, logisticsCalls, orderCalls, productCalls, userCalls].flatMap((calls) =>
    Object.values(calls).flatMap(({ refusals }): readonly string[] => refusals),
  ),
);

/** Refusals without a text of their own, and why. */
const toldOtherwise: Readonly<Record<string, string>> = {
  "callee-unavailable": "the text of its kind: press again",
  "cursor-unknown": "a list at a wrong address: the problem page of its status",
  "entry-unknown": "the form to take part",
  "place-unknown": "the button to ask",
  "sale-unknown": "the 404 page",
  "order-unknown": "the 404 page, or the sign-in for it",
  "product-unknown": "the 404 page; in the cart a line that is no longer sold",
  "search-starting": "the problem page of its status: try again",
  "session-ended": "the session is deleted, the page is shown without it",
  "shipment-unknown": "the order's page without its parcel",
};

describe("the notice for a refusal", () => {
  test.each([...named])("%s has a text of its own", (code) => {
    const isTold = hasOwnWords(code) || hasOwnTelling(code);
    expect(isTold).toBe(!Object.hasOwn(toldOtherwise, code));
  });

  test("has exceptions only for existing refusals", () => {
    for (const code of Object.keys(toldOtherwise)) expect(named).toContain(code);
  });

  test.each(refusalKinds)("asks to press again only where that helps: %s", (kind) => {
    const refusal = new Refusal({ kind, code: "of-a-later-release", detail: "" });
    const helps = ["unavailable", "deadline", "too-many"].includes(kind);
    expect(wordsOf(refusal).detail.includes("Press again")).toBe(helps);
    expect(cartRefused(refusal, "1").detail.includes("Press again")).toBe(helps);
  });

  test("shows an unexpected error as our fault", () => {
    expect(wordsOf(new Error("secret")).title).toBe("Something broke on our side");
  });
});
