import { allocate } from "./allocation.ts";
import { held, type Reservation, type Wanted } from "./reservation.ts";
import { allApplied, type Level, movesOf, netOf } from "./stock.ts";

/** A planned hold, or the levels that are too low for it. */
export type HoldPlan =
  | { readonly outcome: "held"; readonly reservation: Reservation }
  | { readonly outcome: "short"; readonly levels: readonly Level[] };

/** Plans holds in sequence: each one gets what the previous ones have left. */
export const planHolds = (wanted: readonly Wanted[], levels: readonly Level[]): HoldPlan[] => {
  let left = levels;
  return wanted.map((order) => {
    const allocations = allocate(order.lines, left);
    if (allocations === undefined) return { outcome: "short", levels: left };
    const reservation = held(order, allocations);
    left = allApplied(left, netOf(movesOf(reservation, ["reserved"]))) ?? left;
    return { outcome: "held", reservation };
  });
};
