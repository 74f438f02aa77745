import { Refusal, refusalKinds } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { inventoryCalls } from "../clients/inventory.ts";
import { logisticsCalls } from "../clients/logistics.ts";
import { orderCalls } from "../clients/order.ts";
import { productCalls } from "../clients/product.ts";
import { userCalls } from "../clients/user.ts";
import { hasOwnTelling } from "../pages/problem.ts";
import { cartRefused, hasOwnWords, wordsOf } from "./notices.ts";

/** Every refusal that the contracts of the routes we call name. */
const named = new Set(
  [inventoryCalls, logisticsCalls, orderCalls, productCalls, userCalls].flatMap((calls) =>
    Object.values(calls).flatMap(({ refusals }): readonly string[] => refusals),
  ),
);

/** Those that need no words of their own, and why. */
const toldOtherwise: Readonly<Record<string, string>> = {
  "callee-unavailable": "the words of its kind: press again",
  "cursor-unknown": "a list at an address that is wrong: the problem page of its status",
  "order-unknown": "the page that is not there, or the sign-in for it",
  "product-unknown": "the page that is not there; in the cart a line that is sold no more",
  "search-starting": "the problem page of its status: try again",
  "session-ended": "the session is cleared away, the page is shown without it",
  "shipment-unknown": "the order's page without its parcel",
};

describe("what a page says of a refusal", () => {
  test.each([...named])("%s has words of its own", (code) => {
    const isTold = hasOwnWords(code) || hasOwnTelling(code);
    expect(isTold).toBe(!Object.hasOwn(toldOtherwise, code));
  });

  test("is an exception only for refusals that there are", () => {
    for (const code of Object.keys(toldOtherwise)) expect(named).toContain(code);
  });

  test.each(refusalKinds)("asks to press again only where that helps: %s", (kind) => {
    const refusal = new Refusal({ kind, code: "of-a-later-release", detail: "" });
    const helps = ["unavailable", "deadline", "too-many"].includes(kind);
    expect(wordsOf(refusal).detail.includes("Press again")).toBe(helps);
    expect(cartRefused(refusal, "1").detail.includes("Press again")).toBe(helps);
  });

  test("tells a fault of ours as one", () => {
    expect(wordsOf(new Error("secret")).title).toBe("Something broke on our side");
  });
});
