import type { InventoryClient } from "./clients/inventory.ts";
import type { LogisticsClient } from "./clients/logistics.ts";
import type { OrderClient } from "./clients/order.ts";
import type { ProductClient } from "./clients/product.ts";
import type { UserClient } from "./clients/user.ts";
import type { CartState } from "./use-cases/carts.ts";

export interface Clock {
  now(): number;
}

/** Told what happens, for the metrics. */
export interface Counts {
  /** How a page got its shared data: `hit`, `stale` (shown while it is loaded anew) or `miss`; and the values kept by then. */
  readonly countRead: (cache: string, result: string, entries: number) => void;
  /** A product's page was shown without a figure, because inventory could not be asked. */
  readonly countStockUnknown: () => void;
  readonly showKeptPages: (pages: string, bytes: number) => void;
}

/** How old shared data may get, by which clock, and who counts it. */
export interface Freshness extends Pick<Counts, "countRead"> {
  readonly freshSeconds: number;
  readonly clock: Clock | undefined;
}

export interface Dependencies extends Counts {
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
