import type { InventoryClient } from "./clients/inventory.ts";
import type { OrderClient } from "./clients/order.ts";
import type { ProductClient } from "./clients/product.ts";

export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly product: ProductClient;
  readonly inventory: InventoryClient;
  readonly orders: OrderClient;
  /** Signs the guest cookie. */
  readonly shopperKey: string;
  readonly catalogueFreshSeconds: number;
  readonly stockFreshSeconds: number;
  readonly pause: (seconds: number) => Promise<void>;
}
