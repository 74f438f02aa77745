import { type Buyer, openBuyer, overPool } from "@caravan/buyer";
import { Agent } from "undici";
import { type Lane, openLane } from "./load/http-lane.ts";
import type { Stage } from "./stage.ts";

/** A lane with a guest of its own. */
export interface Shopper {
  lane: Lane;
  /** Headers with the guest's token. */
  headers: Record<string, string>;
  buyer: Buyer;
}

/** Creates so many new guests, one per lane, and closes their connections after the work. */
export const withShoppers = async <T>(
  { addresses, sources }: Stage,
  lanes: number,
  work: (shoppers: Shopper[]) => Promise<T>,
): Promise<T> => {
  const agent = new Agent();
  const shoppers: Shopper[] = [];
  try {
    for (const from of sources(lanes)) {
      const [localAddress] = from;
      const own = localAddress === undefined ? agent : new Agent({ localAddress });
      const buyer = await openBuyer({ shop: addresses.shop, transport: overPool(own) });
      const headers = { authorization: `Bearer ${buyer.session.accessToken}` };
      shoppers.push({ lane: openLane(addresses.shop, from), headers, buyer });
    }
    return await work(shoppers);
  } finally {
    await Promise.all([agent.close(), ...shoppers.map(({ lane }) => lane.close())]);
  }
};
