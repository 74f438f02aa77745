import { rows } from "@caravan/database/plain";
import type { Check, Fault, Sources } from "../check.ts";

/** What each reservation should have moved by its status, and what the ledger says it did, by SKU and warehouse. */
const moved = `
  select id, status, sku, warehouse, sum(quantity) quantity, sum(on_hand) on_hand, sum(reserved) reserved
    from (select r.id, r.status, l.sku, l.warehouse, l.quantity, 0 on_hand, 0 reserved
            from reservations r join reservation_lines l on l.reservation_id = r.id
          union all
          select r.id, r.status, m.sku, m.warehouse, 0, m.on_hand_delta, m.reserved_delta
            from movements m join reservations r on r.id = m.reservation_id) each_one
   group by id, status, sku, warehouse
  having on_hand <> case status when 'committed' then -quantity else 0 end
      or reserved <> case status when 'held' then quantity else 0 end`;

interface Moved {
  id: string;
  status: string;
  sku: string;
  warehouse: string;
  quantity: number;
  on_hand: number;
  reserved: number;
}

/** A reservation that was committed or released twice, or went back to another warehouse, shows here even when the sums agree. */
export const reservationLedger = {
  name: "every reservation moved just the pieces it is for",
  async run({ inventory }: Pick<Sources, "inventory">): Promise<Fault[]> {
    const found = await rows<Moved>(inventory, moved);
    return found.map(({ id, status, sku, warehouse, quantity, on_hand, reserved }) => ({
      id: `${id} ${sku}`,
      sentence: `${id} is ${status} with ${quantity} of ${sku} in ${warehouse}, but moved ${on_hand} on hand and ${reserved} reserved.`,
    }));
  },
} satisfies Check;
