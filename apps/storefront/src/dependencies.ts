import type { InventoryClient } from "./clients/inventory.ts";
import type { OrderClient } from "./clients/order.ts";
import type { ProductClient } from "./clients/product.ts";

export interface Clock {
  now(): number;
}

/** How old shared data may get, and by which clock. */
export interface Freshness {
  readonly freshSeconds: number;
  readonly clock: Clock | undefined;
}

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
  /** Milliseconds that only go forward, for the age of shared data; the process's own if absent. */
  readonly clock?: Clock;
  readonly pause: (seconds: number) => Promise<void>;
}
