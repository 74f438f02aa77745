import {
  inventoryRoutes,
  logisticsRoutes,
  paymentRoutes,
  productRoutes,
  promotionRoutes,
  promotionUseRoutes,
} from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";
import { openPrices } from "@caravan/prices";
import { openInventory } from "./inventory.ts";
import { openLogistics } from "./logistics.ts";
import { openPayments } from "./payments.ts";
import { openPromotions } from "./promotions.ts";

const promotionCalls = { listOffers: promotionRoutes.listOffers, ...promotionUseRoutes };

/** The services that an order needs, through the mesh. */
export const connectCallees = (sidecar: Pick<Sidecar, "invoke">) => ({
  prices: openPrices(createClient(sidecar, "product", productRoutes)),
  inventory: openInventory(createClient(sidecar, "inventory", inventoryRoutes)),
  payments: openPayments(createClient(sidecar, "payment", paymentRoutes)),
  logistics: openLogistics(createClient(sidecar, "logistics", logisticsRoutes)),
  promotions: openPromotions(createClient(sidecar, "promotion", promotionCalls)),
});
