import { allocate } from "./allocation.ts";
import { type Allotment, levelsLeft } from "./allotment.ts";
import { held, type Reservation, type Wanted } from "./reservation.ts";
import { allApplied, type Level, movesOf, netOf } from "./stock.ts";

/** A planned hold, or the levels that are too low for it. */
export type HoldPlan =
  | { readonly outcome: "held"; readonly reservation: Reservation }
  | { readonly outcome: "short"; readonly levels: readonly Level[] };

/** Plans holds in sequence: each one gets what the previous ones have left, of free stock or of its allotment. */
export const planHolds = (
  wanted: readonly Wanted[],
  levels: readonly Level[],
  allotments: readonly Allotment[] = [],
): HoldPlan[] => {
  const pools = new Map<string | null, readonly Level[]>([
    [null, levels],
    ...allotments.map((allotment) => [allotment.id, levelsLeft(allotment)] as const),
  ]);
  return wanted.map((order) => {
    const pool = pools.get(order.allotmentId) ?? [];
    const allocations = allocate(order.lines, pool);
    if (allocations === undefined) return { outcome: "short", levels: pool };
    const reservation = held(order, allocations);
    const rest = allApplied(pool, netOf(movesOf(reservation, ["reserved"])));
    pools.set(order.allotmentId, rest ?? pool);
    return { outcome: "held", reservation };
  });
};
