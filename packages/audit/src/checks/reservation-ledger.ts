import { movements, reservationLines, reservations } from "@caravan/inventory/schema";
import { eq, ne, or, type SQLWrapper, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/mysql-core";
import type { Check, Fault, Reader, Sources } from "../check.ts";
import { total } from "../reading.ts";

/** The movements of each reservation by its status, and by the ledger, per SKU and warehouse. */
const wronglyMoved = (inventory: Reader) => {
  const figures = (quantity: SQLWrapper, onHand: SQLWrapper, reserved: SQLWrapper) => ({
    quantity: sql<number>`${quantity}`.as("quantity"),
    onHand: sql<number>`${onHand}`.as("on_hand"),
    reserved: sql<number>`${reserved}`.as("reserved"),
  });
  const none = sql`0`;
  const each = unionAll(
    inventory
      .select({
        id: reservations.id,
        status: reservations.status,
        sku: reservationLines.sku,
        warehouse: reservationLines.warehouse,
        ...figures(reservationLines.quantity, none, none),
      })
      .from(reservations)
      .innerJoin(reservationLines, eq(reservationLines.reservationId, reservations.id)),
    inventory
      .select({
        id: reservations.id,
        status: reservations.status,
        sku: movements.sku,
        warehouse: movements.warehouse,
        ...figures(none, movements.onHandDelta, movements.reservedDelta),
      })
      .from(movements)
      .innerJoin(reservations, eq(reservations.id, movements.reservationId)),
  ).as("each_one");
  const [quantity, onHand, reserved] = [total(each.quantity), total(each.onHand), total(each.reserved)];
  const { id, status, sku, warehouse } = each;
  return inventory
    .select({ id, status, sku, warehouse, quantity, onHand, reserved })
    .from(each)
    .groupBy(id, status, sku, warehouse)
    .having(
      or(
        ne(onHand, sql`case ${status} when 'committed' then -${quantity} else 0 end`),
        ne(reserved, sql`case ${status} when 'held' then ${quantity} else 0 end`),
      ),
    );
};

/** Finds a reservation that was committed or released twice, or returned to another warehouse, even when the sums agree. */
export const reservationLedger = {
  name: "every reservation moved exactly its own pieces",
  async run({ inventory }: Pick<Sources, "inventory">): Promise<Fault[]> {
    const found = await wronglyMoved(inventory);
    return found.map(({ id, status, sku, warehouse, quantity, onHand, reserved }) => ({
      id: `${id} ${sku}`,
      sentence: `${id} is ${status} with ${quantity} of ${sku} in ${warehouse}, but moved ${onHand} on hand and ${reserved} reserved.`,
    }));
  },
} satisfies Check;
