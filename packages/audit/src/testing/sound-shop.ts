import { movements, warehouseStock } from "@caravan/inventory/schema";
import type { TestShop } from "./open-shop.ts";
import { plantAllotments } from "./plant-allotment.ts";
import { type Ids, plantOrder, sku, warehouse } from "./plant-order.ts";
import { plantTicket, type SoldTicket } from "./plant-ticket.ts";
import { type PlantedUses, plantUses } from "./plant-use.ts";

/** The time of the tests; everything planted happened an hour before. */
export const now = new Date("2026-11-25T12:00:00.000Z");
export const hourAgo = new Date(now.getTime() - 3_600_000);

/** One order of each kind. */
export type SoundShop = Record<
  "waiting" | "confirmed" | "delivered" | "cancelled" | "expired" | "refunded",
  Ids
> & { readonly sold: SoldTicket; readonly promoted: PlantedUses };

/** Orders in every status of the saga, with consistent books. */
export const plantSoundShop = async (shop: TestShop): Promise<SoundShop> => {
  const at = hourAgo;
  const stocked = { reason: "stocked", onHandDelta: 100, reservedDelta: 0, at } as const;
  await shop.inventory.insert(movements).values({ sku, warehouse, ...stocked });
  await shop.inventory.insert(warehouseStock).values({ sku, warehouse, onHand: 100, reserved: 0 });
  await plantAllotments(shop, at);
  const plant = (planted: Omit<Parameters<typeof plantOrder>[1], "at">) =>
    plantOrder(shop, { ...planted, at });
  const delivered = await plant({
    status: "delivered",
    reservation: "committed",
    money: "captured",
    shipment: "delivered",
  });
  const waiting = await plant({ status: "stock-reserved", reservation: "held" });
  const confirmed = await plant({
    status: "confirmed",
    reservation: "committed",
    money: "captured",
    shipment: "preparing",
  });
  const expired = await plant({ status: "expired", reservation: "released" });
  return {
    sold: await plantTicket(shop, delivered, at),
    promoted: await plantUses(shop, { held: waiting, used: confirmed, back: expired }, at),
    waiting,
    confirmed,
    delivered,
    cancelled: await plant({
      status: "cancelled",
      reservation: "returned",
      money: "refunded",
      shipment: "cancelled",
    }),
    expired,
    refunded: await plant({
      status: "refunded",
      reservation: "returned",
      money: "refunded",
      shipment: "returned",
    }),
  };
};
