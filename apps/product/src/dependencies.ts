import type { CatalogueProduct, ListedProduct, PricedProduct } from "./domain/product.ts";

/** Which products a list shows. */
export interface ProductFilter {
  /** Folded words that must all occur. */
  readonly words: readonly string[];
  readonly category: string | undefined;
  /** Only products older than this id. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** The catalogue. Lists come newest first, which is by descending id. */
export interface ProductStore {
  list(filter: ProductFilter): Promise<ListedProduct[]>;
  find(productId: string): Promise<CatalogueProduct | undefined>;
  prices(skus: readonly string[]): Promise<PricedProduct[]>;
  categories(): Promise<{ slug: string; name: string; productCount: number }[]>;
}

/** A picture, ready to be sent. */
export interface Picture {
  readonly svg: string;
  /** Of the content, so that a changed picture has another. */
  readonly hash: string;
}

/** Everything this service needs from outside. */
export interface Dependencies {
  readonly app: string;
  readonly version: string;
  readonly products: ProductStore;
  /** By SKU. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
