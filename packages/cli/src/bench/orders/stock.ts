import type { Connection } from "mysql2/promise";
import { rows } from "./databases.ts";

/** Free pieces of every SKU before a run: no order of it meets an empty shelf. */
const plentyPieces = 1_000_000;

/** Fills every shelf the way a stock count would: a movement in the ledger and the new figure, in one transaction. */
export async function fillShelves(inventory: Connection): Promise<void> {
  await inventory.beginTransaction();
  const low = await rows<{ sku: string; missing: number }>(
    inventory,
    "select sku, ? + reserved - on_hand as missing from stock where on_hand - reserved < ? for update",
    [plentyPieces, plentyPieces / 2],
  );
  for (const { sku, missing } of low) {
    await inventory.query(
      "insert into movements (sku, reason, on_hand_delta, reserved_delta, reservation_id, at) values (?, 'stocked', ?, 0, null, utc_timestamp(3))",
      [sku, missing],
    );
    await inventory.query("update stock set on_hand = on_hand + ? where sku = ?", [missing, sku]);
  }
  await inventory.commit();
}

/** Every way in which stock, reservations and the ledger could disagree, one line each; empty when all is well. */
export async function stockFaults(inventory: Connection): Promise<string[]> {
  const found = await rows<{ fault: string }>(
    inventory,
    `select concat(s.sku, ': on hand ', s.on_hand, ', reserved ', s.reserved, '; the ledger says ', coalesce(m.on_hand, 0), ' and ', coalesce(m.reserved, 0)) as fault
       from stock s left join (select sku, sum(on_hand_delta) on_hand, sum(reserved_delta) reserved from movements group by sku) m using (sku)
      where s.on_hand <> coalesce(m.on_hand, 0) or s.reserved <> coalesce(m.reserved, 0)
     union all
     select concat(s.sku, ': reserved ', s.reserved, '; held reservations want ', coalesce(h.held, 0))
       from stock s left join (select l.sku, sum(l.quantity) held from reservation_lines l join reservations r on r.id = l.reservation_id where r.status = 'held' group by l.sku) h using (sku)
      where s.reserved <> coalesce(h.held, 0)
     union all
     select concat(sku, ': reserved ', reserved, ' of ', on_hand) from stock where reserved < 0 or reserved > on_hand`,
  );
  return found.map(({ fault }) => fault);
}
