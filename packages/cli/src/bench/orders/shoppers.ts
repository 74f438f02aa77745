import { randomUUID } from "node:crypto";
import { type Dispatcher, request } from "undici";
import type { SoldProduct } from "../catalogue.ts";
import type { Send } from "../load/closed-loop.ts";
import { type Lane, openLane, sendAgainAndAgain } from "../load/http-lane.ts";
import type { Stage } from "../stage.ts";

/** A lane with a guest of its own. */
export interface Shopper {
  lane: Lane;
  cookie: string;
}

/** Opens the shop's start page once per lane, as so many new guests, and closes their connections after the work. */
export async function withShoppers<T>(
  { addresses, sources }: Stage,
  lanes: number,
  work: (shoppers: Shopper[]) => Promise<T>,
): Promise<T> {
  const shoppers = await Promise.all(
    sources(lanes).map(async (from) => ({
      lane: openLane(addresses.shop, from),
      cookie: guestCookie(await request(addresses.shop)),
    })),
  );
  try {
    return await work(shoppers);
  } finally {
    await Promise.all(shoppers.map(({ lane }) => lane.close()));
  }
}

function guestCookie({ statusCode, headers, body }: Dispatcher.ResponseData): string {
  body.dump().catch(() => undefined);
  const line = [headers["set-cookie"] ?? []].flat().find((cookie) => cookie.startsWith("caravan-guest="));
  if (line === undefined) throw new Error(`the start page answered ${statusCode} and set no guest cookie`);
  return line.split(";")[0] ?? "";
}

/** Places orders one after the other: each of so many lines, over all products in turn, with a key of its own. */
export function placeOrders(
  { lane, cookie }: Shopper,
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
      headers: { cookie, "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify({ lines: [...new Set(chosen)].map((sku) => ({ sku, quantity: 1 })) }),
    };
  };
  return sendAgainAndAgain(lane, next, 201);
}
