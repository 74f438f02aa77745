import type { CatalogueProduct, ListedProduct, PricedProduct } from "./domain/product.ts";

/** Which products a list shows. */
export interface ProductFilter {
  readonly category: string | undefined;
  /** Only products older than this id. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** What searches look into. */
export interface SearchableProduct extends Omit<CatalogueProduct, "priceCents"> {
  readonly categoryName: string;
  /** When the row was written last, by the database's clock. */
  readonly changedAt: Date;
}

/** A place in the order of changes. */
export interface ChangePlace {
  readonly changedAt: Date;
  readonly id: string;
}

export interface ShownCategory {
  readonly slug: string;
  readonly name: string;
  readonly productCount: number;
}

/** The catalogue. Lists come newest first, which is by descending id. */
export interface ProductStore {
  list(filter: ProductFilter): Promise<ListedProduct[]>;
  /** In the order of the ids; what does not exist is left out. */
  byIds(productIds: readonly string[]): Promise<ListedProduct[]>;
  /** In the order of the SKUs; what does not exist is left out. */
  bySkus(skus: readonly string[]): Promise<ListedProduct[]>;
  find(productId: string): Promise<CatalogueProduct | undefined>;
  prices(skus: readonly string[]): Promise<PricedProduct[]>;
  categories(): Promise<ShownCategory[]>;
  /** Products in the order of their last change. */
  changedAfter(place: ChangePlace, limit: number): Promise<SearchableProduct[]>;
}

/** A product that a search found. */
export interface Hit {
  readonly id: string;
  /** Higher is better. */
  readonly rank: number;
}

/** Which hits of a search a page shows. */
export interface SearchPlace {
  readonly category: string | undefined;
  /** The last hit of the page before. */
  readonly after: Hit | undefined;
  readonly limit: number;
}

/** Finds products by what people type, best first and the newest first among equals. */
export interface ProductSearch {
  /** @throws Refusal `search-starting` while the catalogue has not been read yet */
  find(query: string, place: SearchPlace): Hit[];
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
  readonly search: ProductSearch;
  /** By SKU. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Counts searches by words. */
  readonly countSearch: (outcome: "found" | "nothing") => void;
}
