import { openDatabases, rows } from "./databases.ts";
import { setFreeStock } from "./stock.ts";

/** Enough that no proof runs out of stock unless it means to, however often the proofs are run. */
const piecesEach = 100_000;

/** Before all proofs: every SKU has plenty. */
export default async function topUp(): Promise<void> {
  const databases = await openDatabases();
  try {
    for (const { sku } of await rows<{ sku: string }>(databases.inventory, "select sku from stock"))
      await setFreeStock(databases, sku, piecesEach);
  } finally {
    await databases.end();
  }
}
