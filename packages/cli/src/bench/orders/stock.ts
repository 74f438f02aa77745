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
