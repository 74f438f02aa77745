import { inventoryStaffRoutes, Page, ProductSummary, pathOf } from "@caravan/contracts";
import * as v from "valibot";
import { staffMember } from "./shopper.ts";

/** Enough that no proof runs out of stock unless intended, for any number of runs. */
const piecesEach = 100_000;

/** Before all proofs: restocks every SKU. */
const topUp = async (): Promise<void> => {
  const staff = await staffMember();
  const products = v.parse(Page(ProductSummary), (await staff.send("GET", "/v1/products?limit=100")).json());
  await Promise.all(
    products.items.map(async ({ sku }) => {
      const path = pathOf(inventoryStaffRoutes.restock, { params: { sku } });
      const reply = await staff.post(path, { warehouse: "north", quantity: piecesEach });
      if (reply.status !== 200) throw new Error(`restocking ${sku} was refused: ${reply.text}`);
    }),
  );
};
export default topUp;
