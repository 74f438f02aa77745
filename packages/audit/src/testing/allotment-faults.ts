import {
  allotmentPlaces,
  movements,
  reservationLines,
  reservations,
  allotments as table,
} from "@caravan/inventory/schema";
import { allotments } from "../checks/allotments.ts";
import { reservationLedger } from "../checks/reservation-ledger.ts";
import { stock } from "../checks/stock.ts";
import { closedAllotment, openAllotment, saleReservation, saleSku } from "./plant-allotment.ts";
import { change, faultsOf, type PlantedFault, remove } from "./planted-fault.ts";

const ofSale = faultsOf(allotments, "inventory");
const onShelf = faultsOf(stock, "inventory");
const shelf = () => `${saleSku}@north`;

export const allotmentFaults: PlantedFault[] = [
  onShelf(
    "a piece of a flash sale is lost",
    change(allotmentPlaces, allotmentPlaces.allotmentId, { piecesLeft: 7 }),
    () => openAllotment,
    "10 reserved, but held reservations want 2 and flash sales 7",
    shelf,
  ),
  onShelf(
    "a flash sale was closed and its pieces stay reserved",
    change(table, table.id, { status: "closed" }),
    () => openAllotment,
    "10 reserved, but held reservations want 2 and flash sales 0",
    shelf,
  ),
  ofSale(
    "what is left of a flash sale differs from the ledger",
    change(allotmentPlaces, allotmentPlaces.allotmentId, { piecesLeft: 9 }),
    () => openAllotment,
    "has 9 left in north, but the ledger sums up to 8",
  ),
  ofSale(
    "a closed flash sale has pieces left",
    change(allotmentPlaces, allotmentPlaces.allotmentId, { piecesLeft: 1 }),
    () => closedAllotment,
    "is closed: of 4 pieces 1 are left, and orders have 0",
  ),
  ofSale(
    "a flash sale has sold more than it had",
    change(reservationLines, reservationLines.reservationId, { quantity: 3 }),
    () => saleReservation,
    "is open: of 10 pieces 8 are left, and orders have 3",
    () => openAllotment,
  ),
  ofSale(
    "the pieces of an order that ended did not come back to the flash sale",
    change(reservations, reservations.id, { status: "expired" }),
    () => saleReservation,
    "is open: of 10 pieces 8 are left, and orders have 0",
    () => openAllotment,
  ),
  faultsOf(reservationLedger, "inventory")(
    "the hold of a flash sale has no line in the ledger",
    remove(movements, movements.reservationId),
    () => saleReservation,
    "is held with 2 of CAR-0002 in north, but moved 0 on hand and 0 reserved",
    () => `${saleReservation} ${saleSku}`,
  ),
];
