import type { OrderStatus } from "@caravan/contracts";
import {
  movements,
  reservationLines,
  reservations as reservationRows,
  warehouseStock,
} from "@caravan/inventory/schema";
import { orders } from "@caravan/order/schema";
import { sql } from "drizzle-orm";
import { reservationLedger } from "../checks/reservation-ledger.ts";
import { reservations } from "../checks/reservations.ts";
import { stock } from "../checks/stock.ts";
import { sku, warehouse } from "./plant-order.ts";
import { change, faultsOf, type Hurt, type PlantedFault, remove } from "./planted-fault.ts";
import { hourAgo } from "./sound-shop.ts";

const shelf = () => `${sku}@${warehouse}`;
const onShelf = faultsOf(stock, "inventory");
const inLedger = faultsOf(reservationLedger, "inventory");
const ofReservation = faultsOf(reservations, "inventory");
const ofOrder = faultsOf(reservations, "order");
const moved: Hurt = (database, reservationId) =>
  database.insert(movements).values({
    sku,
    warehouse,
    reason: "committed",
    onHandDelta: -2,
    reservedDelta: 0,
    reservationId,
    at: hourAgo,
  });
const become = (status: OrderStatus) => change(orders, orders.id, { status });

export const stockFaults: PlantedFault[] = [
  onShelf(
    "on hand differs from the ledger",
    (inventory) => inventory.update(warehouseStock).set({ onHand: sql`${warehouseStock.onHand} + 1` }),
    shelf,
    "97 on hand, but the ledger sums up to 96",
  ),
  onShelf(
    "reserved differs from the ledger",
    (inventory) => inventory.update(warehouseStock).set({ reserved: sql`${warehouseStock.reserved} - 1` }),
    shelf,
    "1 reserved, but the ledger sums up to 2",
  ),
  onShelf(
    "a hold is lost",
    change(reservationRows, reservationRows.id, { status: "released" }),
    (o) => o.waiting.reservation,
    "held reservations want 0",
    shelf,
  ),
  onShelf(
    "the ledger knows a shelf that is not there",
    (inventory) => inventory.delete(warehouseStock),
    shelf,
    "no stock is kept, but the ledger says 96 on hand",
  ),
  inLedger(
    "a reservation is committed twice",
    moved,
    (o) => o.delivered.reservation,
    "moved -4 on hand",
    (o) => `${o.delivered.reservation} CAR-0001`,
  ),
  inLedger(
    "a released reservation has moved stock",
    moved,
    (o) => o.expired.reservation,
    "is released with 2 of CAR-0001 in north, but moved -2 on hand",
    (o) => `${o.expired.reservation} CAR-0001`,
  ),
  ofOrder(
    "an order is confirmed on stock that is only held",
    become("confirmed"),
    (o) => o.waiting.order,
    "is held",
  ),
  ofOrder(
    "stock stays out for an order that was given up",
    become("cancelled"),
    (o) => o.delivered.order,
    "no return is planned",
  ),
  ofOrder(
    "stock stays held for an order that expired",
    become("expired"),
    (o) => o.waiting.order,
    "no return is planned",
  ),
  ofOrder(
    "goods that came back are not put back",
    become("refunded"),
    (o) => o.delivered.order,
    "is committed",
  ),
  ofOrder(
    "an order knows another reservation than it has",
    change(orders, orders.id, { reservationId: "rsv_other" }),
    (o) => o.confirmed.order,
    "knows reservation rsv_other",
  ),
  ofReservation(
    "fewer pieces are reserved than ordered",
    change(reservationLines, reservationLines.reservationId, { quantity: 1 }),
    (o) => o.confirmed.reservation,
    "holds CAR-0001×1",
  ),
  ofReservation(
    "a confirmed order has no reservation",
    remove(reservationRows, reservationRows.id),
    (o) => o.confirmed.reservation,
    "no stock was ever held for it",
    (o) => o.confirmed.order,
  ),
  ofOrder(
    "stock is committed for no order",
    remove(orders, orders.id),
    (o) => o.confirmed.order,
    "which is not an order",
    (o) => o.confirmed.reservation,
  ),
];
