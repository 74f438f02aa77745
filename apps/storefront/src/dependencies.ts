import type { FlashClient } from "./clients/flash.ts";
import type { InventoryClient } from "./clients/inventory.ts";
import type { LogisticsClient } from "./clients/logistics.ts";
import type { OrderClient } from "./clients/order.ts";
import type { ProductClient } from "./clients/product.ts";
import type { PromotionClient } from "./clients/promotion.ts";
import type { UserClient } from "./clients/user.ts";
import type { CartState } from "./use-cases/carts.ts";

export interface Clock {
  now(): number;
}

/** Receives events for the metrics. */
export interface Counts {
  /** How a page got its shared data: `hit`, `stale` (served while it is reloaded) or `miss`; and the number of values cached. */
  readonly countRead: (cache: string, result: string, entries: number) => void;
  /** A product's page was shown without a figure, because inventory was unreachable. */
  readonly countStockUnknown: () => void;
  readonly showKeptPages: (pages: string, bytes: number) => void;
}

/** The maximum age of shared data, its clock and its counter. */
export interface Freshness extends Pick<Counts, "countRead"> {
  readonly freshSeconds: number;
  readonly clock: Clock | undefined;
}

export interface Dependencies extends Counts {
  readonly app: string;
  readonly version: string;
  readonly product: ProductClient;
  readonly inventory: InventoryClient;
  readonly flash: FlashClient;
  readonly promotion: PromotionClient;
  readonly orders: OrderClient;
  readonly users: UserClient;
  readonly logistics: LogisticsClient;
  readonly state: CartState;
  /** The one origin outside the shop that shoppers are sent to. */
  readonly paymentPageOrigin: string;
  readonly catalogueFreshSeconds: number;
  readonly stockFreshSeconds: number;
  /** A monotonic clock in milliseconds, for the age of shared data; the process's own if absent. */
  readonly clock?: Clock;
  readonly pause: (seconds: number) => Promise<void>;
}
