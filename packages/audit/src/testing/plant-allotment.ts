import { newId } from "@caravan/contracts";
import {
  allotmentPlaces,
  allotments,
  movements,
  reservationLines,
  reservations,
  warehouseStock,
} from "@caravan/inventory/schema";
import type { TestShop } from "./open-shop.ts";
import { plantSale } from "./plant-ticket.ts";

/** The SKU of a flash sale: 20 pieces, 10 of them set aside, 2 of those held. */
export const saleSku = "CAR-0002";
const warehouse = "north";
/** The allotment of the sale, and one of a sale that is over. */
export const openAllotment = newId("alm");
export const closedAllotment = newId("alm");
export const saleReservation = newId("rsv");

/** Plants a flash sale that goes on, and one that is over. */
export const plantAllotments = async ({ inventory, flash }: TestShop, at: Date): Promise<void> => {
  await inventory.insert(warehouseStock).values({ sku: saleSku, warehouse, onHand: 20, reserved: 10 });
  const goesOn = await plantSale({ flash }, at, { pieces: 10, phase: "running", allotmentId: openAllotment });
  const sale = { sku: saleSku, holdSeconds: 120, createdAt: at };
  await inventory.insert(allotments).values([
    { ...sale, id: openAllotment, saleId: goesOn, pieces: 10, status: "open" },
    { ...sale, id: closedAllotment, saleId: newId("sal"), pieces: 4, status: "closed" },
  ]);
  await inventory.insert(allotmentPlaces).values([
    { allotmentId: openAllotment, warehouse, piecesLeft: 8 },
    { allotmentId: closedAllotment, warehouse, piecesLeft: 0 },
  ]);
  await inventory.insert(reservations).values({
    ...{ id: saleReservation, orderId: newId("ord"), status: "held", allotmentId: openAllotment },
    ...{ expiresAt: new Date(at.getTime() + 86_400_000), createdAt: at },
  });
  await inventory
    .insert(reservationLines)
    .values({ reservationId: saleReservation, sku: saleSku, warehouse, quantity: 2 });
  const move = { sku: saleSku, warehouse, onHandDelta: 0, at };
  const into = (allotmentId: string, pieces: number) =>
    ({ ...move, reason: "reserved", reservedDelta: pieces, allotmentId }) as const;
  const outOf = (allotmentId: string, pieces: number) =>
    ({ ...move, reason: "released", reservedDelta: -pieces, allotmentId }) as const;
  await inventory
    .insert(movements)
    .values([
      { ...move, reason: "stocked", onHandDelta: 20, reservedDelta: 0 },
      ...[into(closedAllotment, 4), outOf(closedAllotment, 4)],
      ...[into(openAllotment, 10), outOf(openAllotment, 2)],
      { ...move, reason: "reserved", reservedDelta: 2, reservationId: saleReservation },
    ]);
};
