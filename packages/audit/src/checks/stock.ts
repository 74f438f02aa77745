import { rows } from "@caravan/database/plain";
import type { Check, Fault, Sources } from "../check.ts";

const shelves = `
  select shelf.sku, shelf.warehouse, w.on_hand, w.reserved, coalesce(m.on_hand, 0) ledger_on_hand,
         coalesce(m.reserved, 0) ledger_reserved, coalesce(h.held, 0) held
    from (select sku, warehouse from warehouse_stock union select sku, warehouse from movements
          union select sku, warehouse from reservation_lines) shelf
    left join warehouse_stock w using (sku, warehouse)
    left join (select sku, warehouse, sum(on_hand_delta) on_hand, sum(reserved_delta) reserved
                 from movements group by sku, warehouse) m using (sku, warehouse)
    left join (select l.sku, l.warehouse, sum(l.quantity) held from reservation_lines l
                 join reservations r on r.id = l.reservation_id where r.status = 'held'
                group by l.sku, l.warehouse) h using (sku, warehouse)`;

interface Shelf {
  sku: string;
  warehouse: string;
  on_hand: number | null;
  reserved: number | null;
  ledger_on_hand: number;
  ledger_reserved: number;
  held: number;
}

function faultOf({ on_hand, reserved, ledger_on_hand, ledger_reserved, held }: Shelf): string | undefined {
  if (on_hand === null || reserved === null)
    return ledger_on_hand === 0 && ledger_reserved === 0 && held === 0
      ? undefined
      : `no stock is kept, but the ledger says ${ledger_on_hand} on hand and ${ledger_reserved} reserved`;
  if (on_hand !== ledger_on_hand) return `${on_hand} on hand, but the ledger sums up to ${ledger_on_hand}`;
  if (reserved !== ledger_reserved)
    return `${reserved} reserved, but the ledger sums up to ${ledger_reserved}`;
  if (reserved !== held) return `${reserved} reserved, but held reservations want ${held}`;
  return reserved < 0 || reserved > on_hand ? `${reserved} reserved of ${on_hand} on hand` : undefined;
}

/** On hand = sum of the ledger = free + reserved, for every SKU in every warehouse; reserved = what held reservations want. */
export const stock = {
  name: "stock on hand is the sum of its ledger, and of what is free and reserved",
  async run({ inventory }: Pick<Sources, "inventory">): Promise<Fault[]> {
    const found = await rows<Shelf>(inventory, shelves);
    return found.flatMap((shelf) => {
      const fault = faultOf(shelf);
      const id = `${shelf.sku}@${shelf.warehouse}`;
      return fault ? [{ id, sentence: `${id}: ${fault}.` }] : [];
    });
  },
} satisfies Check;
