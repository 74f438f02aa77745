import type { CatalogueProduct, ListedProduct, PricedProduct } from "./domain/product.ts";

/** The filter of a list. */
export interface ProductFilter {
  readonly category: string | undefined;
  /** Only products older than this id. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** The searchable texts of a product. */
export interface SearchableProduct extends Omit<CatalogueProduct, "priceCents"> {
  readonly categoryName: string;
  /** When the row was written last, by the database's clock. */
  readonly changedAt: Date;
}

/** A position in the order of changes. */
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
  /** In the order of the ids; unknown ones are left out. */
  byIds(productIds: readonly string[]): Promise<ListedProduct[]>;
  /** In the order of the SKUs; unknown ones are left out. */
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

/** A page of hits. */
export interface SearchPlace {
  readonly category: string | undefined;
  /** The last hit of the page before. */
  readonly after: Hit | undefined;
  readonly limit: number;
}

/** Finds products by words, best first and the newest first among equals. */
export interface ProductSearch {
  /** @throws Refusal `search-starting` while the catalogue has not been read yet */
  find(query: string, place: SearchPlace): Hit[];
}

/** A picture, ready to be sent. */
export interface Picture {
  readonly svg: string;
  /** A hash of the content. */
  readonly hash: string;
}

/** All that the use cases need from outside. */
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
