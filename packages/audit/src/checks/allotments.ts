import {
  movements,
  allotmentPlaces as places,
  reservationLines,
  reservations,
  allotments as table,
} from "@caravan/inventory/schema";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Check, Fault, Reader, Sources } from "../check.ts";
import { total } from "../reading.ts";

/** What is left of each allotment in each warehouse: by its row, and by the ledger. */
const leftOf = async (inventory: Reader): Promise<Fault[]> => {
  const moved = inventory
    .select({
      id: sql<string>`${movements.allotmentId}`.as("moved_id"),
      warehouse: movements.warehouse,
      pieces: total(movements.reservedDelta).as("moved_pieces"),
    })
    .from(movements)
    .where(sql`${movements.allotmentId} is not null`)
    .groupBy(movements.allotmentId, movements.warehouse)
    .as("moved");
  const found = await inventory
    .select({
      id: places.allotmentId,
      warehouse: places.warehouse,
      left: places.piecesLeft,
      moved: moved.pieces,
    })
    .from(places)
    .leftJoin(moved, and(eq(moved.id, places.allotmentId), eq(moved.warehouse, places.warehouse)));
  return found
    .filter(({ left, moved: sum }) => left !== (sum ?? 0))
    .map(({ id, warehouse, left, moved: sum }) => ({
      id,
      sentence: `${id} has ${left} left in ${warehouse}, but the ledger sums up to ${sum ?? 0}.`,
    }));
};

/** Statuses of a reservation whose pieces do not go back to the allotment. */
const keeping = ["held", "committed", "returned"] as const;

/** Each allotment: its pieces, what is left of them, and what orders of the sale hold or have bought. */
const shared = (inventory: Reader) => {
  const left = inventory
    .select({ id: places.allotmentId, pieces: total(places.piecesLeft).as("left_pieces") })
    .from(places)
    .groupBy(places.allotmentId)
    .as("left_of_it");
  const taken = inventory
    .select({
      id: sql<string>`${reservations.allotmentId}`.as("taken_id"),
      pieces: total(reservationLines.quantity).as("taken_pieces"),
    })
    .from(reservations)
    .innerJoin(reservationLines, eq(reservationLines.reservationId, reservations.id))
    .where(and(sql`${reservations.allotmentId} is not null`, inArray(reservations.status, keeping)))
    .groupBy(reservations.allotmentId)
    .as("taken");
  return inventory
    .select({
      id: table.id,
      status: table.status,
      pieces: table.pieces,
      left: left.pieces,
      taken: taken.pieces,
    })
    .from(table)
    .leftJoin(left, eq(left.id, table.id))
    .leftJoin(taken, eq(taken.id, table.id));
};

/** An open allotment has given out what is not left of it; of a closed one nothing is left, and it gave out no more than it had. */
const sharesOf = async (inventory: Reader): Promise<Fault[]> =>
  (await shared(inventory)).flatMap(({ id, status, pieces, left, taken }) => {
    const [rest, sold] = [left ?? 0, taken ?? 0];
    const sound = status === "open" ? rest + sold === pieces : rest === 0 && sold <= pieces;
    return sound
      ? []
      : [
          {
            id,
            sentence: `${id} is ${status}: of ${pieces} pieces ${rest} are left, and orders have ${sold}.`,
          },
        ];
  });

/** Pieces set aside for flash sales are neither lost nor given out twice. */
export const allotments = {
  name: "pieces of flash sales are left, held or sold, and none is both",
  run: async ({ inventory }: Pick<Sources, "inventory">): Promise<Fault[]> => [
    ...(await leftOf(inventory)),
    ...(await sharesOf(inventory)),
  ],
} satisfies Check;
