import { randomUUID } from "node:crypto";
import { somewhere } from "@caravan/buyer";
import type { SoldProduct } from "../catalogue.ts";
import type { Send } from "../load/closed-loop.ts";
import { sendAgainAndAgain } from "../load/http-lane.ts";
import type { Shopper } from "../shoppers.ts";

/** Places orders one after the other: each of so many lines, over all products in turn, with a key of its own. */
export function placeOrders(
  { lane, headers }: Shopper,
  products: readonly SoldProduct[],
  lines: number,
  first: number,
): Send {
  let turn = first;
  const next = () => {
    const chosen = Array.from({ length: lines }, (_, i) => products[(turn + i * 7) % products.length]?.sku);
    turn += 1;
    return {
      method: "POST" as const,
      path: "/v1/orders",
      headers: { ...headers, "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify({
        lines: [...new Set(chosen)].map((sku) => ({ sku, quantity: 1 })),
        deliverTo: somewhere,
      }),
    };
  };
  return sendAgainAndAgain(lane, next, 201);
}
