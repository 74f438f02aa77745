import { reservationLedger } from "../checks/reservation-ledger.ts";
import { reservations } from "../checks/reservations.ts";
import { stock } from "../checks/stock.ts";
import { faultsOf, type PlantedFault } from "./planted-fault.ts";

const shelf = () => "CAR-0001@north";
const onShelf = faultsOf(stock, "inventory");
const inLedger = faultsOf(reservationLedger, "inventory");
const ofReservation = faultsOf(reservations, "inventory");
const ofOrder = faultsOf(reservations, "order");
const moved =
  "insert into movements (sku, warehouse, reason, on_hand_delta, reserved_delta, reservation_id, at) values ('CAR-0001', 'north', 'committed', -2, 0, ?, now(3))";
const become = (status: string) => `update orders set status = '${status}' where id = ?`;

export const stockFaults: PlantedFault[] = [
  onShelf(
    "on hand differs from the ledger",
    "update warehouse_stock set on_hand = on_hand + 1",
    shelf,
    "97 on hand, but the ledger sums up to 96",
  ),
  onShelf(
    "reserved differs from the ledger",
    "update warehouse_stock set reserved = reserved - 1",
    shelf,
    "1 reserved, but the ledger sums up to 2",
  ),
  onShelf(
    "a hold is lost",
    "update reservations set status = 'released' where id = ?",
    (o) => o.waiting.reservation,
    "held reservations want 0",
    shelf,
  ),
  onShelf(
    "the ledger knows a shelf that is not there",
    "delete from warehouse_stock",
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
    "nobody is putting it back",
  ),
  ofOrder(
    "stock stays held for an order that expired",
    become("expired"),
    (o) => o.waiting.order,
    "nobody is putting it back",
  ),
  ofOrder(
    "goods that came back are not put back",
    become("refunded"),
    (o) => o.delivered.order,
    "is committed",
  ),
  ofOrder(
    "an order knows another reservation than it has",
    "update orders set reservation_id = 'rsv_other' where id = ?",
    (o) => o.confirmed.order,
    "knows reservation rsv_other",
  ),
  ofReservation(
    "fewer pieces are reserved than ordered",
    "update reservation_lines set quantity = 1 where reservation_id = ?",
    (o) => o.confirmed.reservation,
    "holds CAR-0001×1",
  ),
  ofReservation(
    "a confirmed order has no reservation",
    "delete from reservations where id = ?",
    (o) => o.confirmed.reservation,
    "no stock was ever held for it",
    (o) => o.confirmed.order,
  ),
  ofOrder(
    "stock is committed for no order",
    "delete from orders where id = ?",
    (o) => o.confirmed.order,
    "which is no order",
    (o) => o.confirmed.reservation,
  ),
];
