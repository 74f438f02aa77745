import { type Category, newId, type Order, type Product, Refusal, type StockLevel } from "@caravan/contracts";
import { callContext } from "@caravan/service-kit";
import type { InventoryClient } from "../clients/inventory.ts";
import type { OrderClient } from "../clients/order.ts";
import type { ProductClient } from "../clients/product.ts";
import type { Dependencies } from "../dependencies.ts";

/** The services behind the storefront, in memory; `down` and `calls` let tests break and count them. */
export class FakeShop {
  products: Product[] = [];
  categories: Category[] = [];
  readonly free = new Map<string, number>();
  readonly placed = new Map<string, { readonly request: string; readonly order: Order }>();
  readonly down = new Set<"product" | "inventory" | "order">();
  readonly calls: string[] = [];
  /** The calls that carried a shopper's cookie. */
  readonly personal = new Set<string>();
  /** Moves only when a test says so. */
  readonly clock = { time: 1_000_000, now: () => this.clock.time };
  readonly versions = { product: "v1", inventory: "v1", order: "v1" };
  /** What `placeOrder` refuses with, one after the other, before it works. */
  readonly refusals: Refusal[] = [];

  private enter(service: "product" | "inventory" | "order", call: string): void {
    this.calls.push(call);
    if (this.cookie() !== "") this.personal.add(call);
    if (this.down.has(service))
      throw new Refusal({ kind: "unavailable", code: "service-unavailable", detail: `${service} is down` });
    callContext()?.served(`${service}=${this.versions[service]}`);
  }

  readonly product: ProductClient = {
    listProducts: async ({ query } = {}) => {
      this.enter("product", "listProducts");
      const words = query?.q?.toLowerCase();
      const found = this.products.filter(
        ({ category, name }) =>
          (query?.category ?? category) === category && name.toLowerCase().includes(words ?? ""),
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

  readonly orders: OrderClient = {
    placeOrder: async ({ body, idempotencyKey }) => {
      this.enter("order", "placeOrder");
      const refusal = this.refusals.shift();
      if (refusal !== undefined) throw refusal;
      const key = `${this.cookie()} ${idempotencyKey}`;
      const known = this.placed.get(key);
      if (known !== undefined) {
        if (known.request === JSON.stringify(body)) return known.order;
        throw new Refusal({
          kind: "unprocessable",
          code: "idempotency-key-reused",
          detail: "The key was used.",
        });
      }
      const order = this.price(body.lines);
      this.placed.set(key, { request: JSON.stringify(body), order });
      return order;
    },
    listOrders: async () => {
      this.enter("order", "listOrders");
      return { items: this.own().toReversed() };
    },
    getOrder: async ({ params }) => {
      this.enter("order", "getOrder");
      const order = this.own().find(({ id }) => id === params.orderId);
      if (order === undefined)
        throw new Refusal({ kind: "not-found", code: "order-unknown", detail: "There is no such order." });
      return order;
    },
  };

  dependencies(): Dependencies {
    return {
      app: "storefront",
      version: "v1",
      product: this.product,
      inventory: this.inventory,
      orders: this.orders,
      shopperKey: "a key only for tests, long enough to be one",
      catalogueFreshSeconds: 2,
      stockFreshSeconds: 1,
      clock: this.clock,
      pause: async () => {},
    };
  }

  private cookie(): string {
    return callContext()?.headers.cookie ?? "";
  }

  private own(): Order[] {
    return [...this.placed]
      .filter(([key]) => key.startsWith(`${this.cookie()} `))
      .map(([, { order }]) => order);
  }

  private price(wanted: readonly { readonly sku: string; readonly quantity: number }[]): Order {
    const lines = wanted.map(({ sku, quantity }) => {
      const free = this.free.get(sku) ?? 0;
      const product = this.products.find((candidate) => candidate.sku === sku);
      if (free < quantity || product === undefined)
        throw new Refusal({
          kind: "conflict",
          code: "out-of-stock",
          detail: `Only ${free} pieces of ${sku} are left.`,
        });
      this.free.set(sku, free - quantity);
      const { id: productId, name, price } = product;
      return {
        sku,
        productId,
        name,
        quantity,
        price,
        total: { ...price, amountCents: price.amountCents * quantity },
      };
    });
    const amountCents = lines.reduce((sum, { total }) => sum + total.amountCents, 0);
    return {
      id: newId("ord"),
      status: "placed",
      lines,
      total: { amountCents, currency: "EUR" },
      placedAt: new Date().toISOString(),
    };
  }
}
