import {
  allotmentPlaces,
  allotments,
  movements,
  reservationLines,
  reservations,
  warehouseStock,
} from "@caravan/inventory/schema";
import { and, eq, type SQL, type SQLWrapper } from "drizzle-orm";
import { union } from "drizzle-orm/mysql-core";
import type { Check, Fault, Reader, Sources } from "../check.ts";
import { total } from "../reading.ts";

/** Each SKU in each warehouse: the stock, and the sums of the ledger, of held reservations, and of what is left for flash sales. */
const shelves = (inventory: Reader) => {
  const shelf = union(
    inventory.select({ sku: warehouseStock.sku, warehouse: warehouseStock.warehouse }).from(warehouseStock),
    inventory.select({ sku: movements.sku, warehouse: movements.warehouse }).from(movements),
    inventory
      .select({ sku: reservationLines.sku, warehouse: reservationLines.warehouse })
      .from(reservationLines),
    inventory
      .select({ sku: allotments.sku, warehouse: allotmentPlaces.warehouse })
      .from(allotmentPlaces)
      .innerJoin(allotments, eq(allotments.id, allotmentPlaces.allotmentId)),
  ).as("shelf");
  const ledger = inventory
    .select({
      sku: movements.sku,
      warehouse: movements.warehouse,
      onHand: total(movements.onHandDelta).as("ledger_on_hand"),
      reserved: total(movements.reservedDelta).as("ledger_reserved"),
    })
    .from(movements)
    .groupBy(movements.sku, movements.warehouse)
    .as("ledger");
  const holds = inventory
    .select({
      sku: reservationLines.sku,
      warehouse: reservationLines.warehouse,
      pieces: total(reservationLines.quantity).as("held_pieces"),
    })
    .from(reservationLines)
    .innerJoin(reservations, eq(reservations.id, reservationLines.reservationId))
    .where(eq(reservations.status, "held"))
    .groupBy(reservationLines.sku, reservationLines.warehouse)
    .as("holds");
  const sales = inventory
    .select({
      sku: allotments.sku,
      warehouse: allotmentPlaces.warehouse,
      pieces: total(allotmentPlaces.piecesLeft).as("sale_pieces"),
    })
    .from(allotmentPlaces)
    .innerJoin(allotments, eq(allotments.id, allotmentPlaces.allotmentId))
    .where(eq(allotments.status, "open"))
    .groupBy(allotments.sku, allotmentPlaces.warehouse)
    .as("sales");
  const here = (of: { sku: SQLWrapper; warehouse: SQLWrapper }): SQL | undefined =>
    and(eq(of.sku, shelf.sku), eq(of.warehouse, shelf.warehouse));
  return inventory
    .select({
      sku: shelf.sku,
      warehouse: shelf.warehouse,
      onHand: warehouseStock.onHand,
      reserved: warehouseStock.reserved,
      ledgerOnHand: ledger.onHand,
      ledgerReserved: ledger.reserved,
      held: holds.pieces,
      onSale: sales.pieces,
    })
    .from(shelf)
    .leftJoin(warehouseStock, here(warehouseStock))
    .leftJoin(ledger, here(ledger))
    .leftJoin(holds, here(holds))
    .leftJoin(sales, here(sales));
};

interface Shelf {
  onHand: number | null;
  reserved: number | null;
  ledgerOnHand: number;
  ledgerReserved: number;
  held: number;
  onSale: number;
}

const faultOf = ({
  onHand,
  reserved,
  ledgerOnHand,
  ledgerReserved,
  held,
  onSale,
}: Shelf): string | undefined => {
  if (onHand === null || reserved === null)
    return ledgerOnHand === 0 && ledgerReserved === 0 && held + onSale === 0
      ? undefined
      : `no stock is kept, but the ledger says ${ledgerOnHand} on hand and ${ledgerReserved} reserved`;
  if (onHand !== ledgerOnHand) return `${onHand} on hand, but the ledger sums up to ${ledgerOnHand}`;
  if (reserved !== ledgerReserved) return `${reserved} reserved, but the ledger sums up to ${ledgerReserved}`;
  if (reserved !== held + onSale)
    return `${reserved} reserved, but held reservations want ${held} and flash sales ${onSale}`;
  return reserved < 0 || reserved > onHand ? `${reserved} reserved of ${onHand} on hand` : undefined;
};

/** On hand = sum of the ledger = free + reserved, for every SKU in every warehouse; reserved = the sum of held reservations and of what is left for flash sales. */
export const stock = {
  name: "stock on hand is the sum of its ledger, and of what is free and reserved",
  async run({ inventory }: Pick<Sources, "inventory">): Promise<Fault[]> {
    return (await shelves(inventory)).flatMap(
      ({ sku, warehouse, ledgerOnHand, ledgerReserved, held, onSale, ...kept }) => {
        const fault = faultOf({
          ...kept,
          ledgerOnHand: ledgerOnHand ?? 0,
          ledgerReserved: ledgerReserved ?? 0,
          held: held ?? 0,
          onSale: onSale ?? 0,
        });
        const id = `${sku}@${warehouse}`;
        return fault ? [{ id, sentence: `${id}: ${fault}.` }] : [];
      },
    );
  },
} satisfies Check;
