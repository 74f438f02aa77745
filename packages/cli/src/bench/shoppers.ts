import { type Dispatcher, request } from "undici";
import { type Lane, openLane } from "./load/http-lane.ts";
import type { Stage } from "./stage.ts";

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
