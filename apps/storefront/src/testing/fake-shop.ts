import { type Category, type Product, Refusal, type StockLevel } from "@caravan/contracts";
import type { InventoryClient } from "../clients/inventory.ts";
import type { ProductClient } from "../clients/product.ts";
import type { Dependencies } from "../dependencies.ts";
import { Behind } from "./behind.ts";
import { FakeFlash } from "./fake-flash.ts";
import { bankOrigin, FakeOrders } from "./fake-orders.ts";
import { FakePromotion } from "./fake-promotion.ts";
import { FakeState } from "./fake-state.ts";
import { FakeUsers } from "./fake-users.ts";

/** The services behind the storefront, in memory; `down` and `calls` let tests break and count them. */
export class FakeShop extends Behind {
  products: Product[] = [];
  categories: Category[] = [];
  readonly free = new Map<string, number>();
  readonly state = new FakeState();
  readonly users = new FakeUsers(this);
  readonly promotion: FakePromotion = new FakePromotion(this, () => this.products);
  readonly orders = new FakeOrders(this, () => this);
  readonly flash = new FakeFlash(this);
  /** Runs during a wait. */
  pause: (seconds: number) => Promise<void> = async () => {};
  /** Advances only by a test. */
  readonly clock = { time: 1_000_000, now: () => this.clock.time };

  readonly product: ProductClient = {
    listProducts: async ({ query } = {}) => {
      this.enter("product", "listProducts");
      const words = query?.q?.toLowerCase();
      const found = this.products.filter(
        ({ category, name, sku }) =>
          (query?.category ?? category) === category && `${name} ${sku}`.toLowerCase().includes(words ?? ""),
      );
      const from = Number(query?.cursor ?? 0);
      const to = from + Number(query?.limit ?? 24);
      return { items: found.slice(from, to), ...(to < found.length ? { nextCursor: String(to) } : {}) };
    },
    getProduct: async ({ params }) => {
      this.enter("product", "getProduct");
      const product = this.products.find(({ id }) => id === params.productId);
      if (product === undefined)
        throw new Refusal({
          kind: "not-found",
          code: "product-unknown",
          detail: "There is no such product.",
        });
      return product;
    },
    listCategories: async () => {
      this.enter("product", "listCategories");
      return { items: this.categories };
    },
  };

  readonly inventory: InventoryClient = {
    listStock: async ({ query }) => {
      this.enter("inventory", "listStock");
      const level = (sku: string): StockLevel[] => {
        const free = this.free.get(sku);
        return free === undefined ? [] : [{ sku, free, onHand: free, reserved: 0 }];
      };
      return { items: query.skus.split(",").flatMap(level) };
    },
  };

  dependencies(): Dependencies {
    return {
      app: "storefront",
      version: "v1",
      product: this.product,
      inventory: this.inventory,
      flash: this.flash.client,
      promotion: this.promotion.client,
      orders: this.orders.client,
      users: this.users.client,
      logistics: this.orders.logistics,
      state: this.state,
      paymentPageOrigin: bankOrigin,
      catalogueFreshSeconds: 2,
      ...{ countRead: () => {}, countStockUnknown: () => {}, showKeptPages: () => {} },
      stockFreshSeconds: 1,
      clock: this.clock,
      pause: (seconds) => this.pause(seconds),
    };
  }
}
