import type { promotionRoutes } from "@caravan/contracts";
import type { Caller, Handlers } from "@caravan/service-kit";
import type { Dependencies, Person } from "../dependencies.ts";
import { listCoupons, listOffers } from "../use-cases/list-promotions.ts";
import { quoteCart } from "../use-cases/price-cart.ts";

export const cartHandlers = (dependencies: Dependencies): Handlers<typeof promotionRoutes> => ({
  listOffers: async () => ({ items: await listOffers(dependencies) }),
  quoteCart: ({ body, ...asked }) => quoteCart(dependencies, { ...body, person: personOf(asked) }),
  listCoupons: async (asked) => ({ items: await listCoupons(dependencies, personOf(asked)) }),
});

const personOf = ({ shopperId, caller }: { shopperId: string; caller: Caller | undefined }): Person => ({
  subject: shopperId,
  formerly: caller?.formerly,
});
