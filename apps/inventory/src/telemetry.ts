import { counter, gauge } from "@caravan/service-kit";
import type { StockFigures } from "./database/stock-figures.ts";
import type { Outcome } from "./dependencies.ts";

const reservations = counter("caravan_reservations_total", "Reservations by outcome.", ["outcome"]);

export const countReservations = (outcome: Outcome, count = 1): void => reservations.inc({ outcome }, count);

const unexpired = gauge(
  "caravan_reservations_unexpired",
  "Due reservations that this process cannot expire.",
);

export const showUnexpired = (count: number): void => unexpired.set(count);

const pieces = gauge("caravan_stock_pieces", "Pieces by warehouse: on hand, and reserved of them.", [
  "warehouse",
  "state",
]);
const soldOut = gauge("caravan_stock_sold_out_skus", "SKUs without a free piece in any warehouse.");
const held = gauge("caravan_reservations_held", "Reservations for orders that are not paid yet.");

export const showStock = (figures: StockFigures): void => {
  for (const { warehouse, onHand, reserved } of figures.warehouses) {
    pieces.set({ warehouse, state: "on_hand" }, onHand);
    pieces.set({ warehouse, state: "reserved" }, reserved);
  }
  soldOut.set(figures.soldOut);
  held.set(figures.held);
};
