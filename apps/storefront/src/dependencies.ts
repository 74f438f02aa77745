import type { InventoryClient } from "./clients/inventory.ts";
import type { LogisticsClient } from "./clients/logistics.ts";
import type { OrderClient } from "./clients/order.ts";
import type { ProductClient } from "./clients/product.ts";
import type { UserClient } from "./clients/user.ts";
import type { CartState } from "./use-cases/carts.ts";

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
  readonly users: UserClient;
  readonly logistics: LogisticsClient;
  readonly state: CartState;
  /** The one origin outside the shop that shoppers are sent to. */
  readonly paymentPageOrigin: string;
  readonly catalogueFreshSeconds: number;
  readonly stockFreshSeconds: number;
  /** Milliseconds that only go forward, for the age of shared data; the process's own if absent. */
  readonly clock?: Clock;
  readonly pause: (seconds: number) => Promise<void>;
}
