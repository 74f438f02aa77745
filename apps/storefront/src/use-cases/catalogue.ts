import type { Category, Product, ProductSummary } from "@caravan/contracts";
import type { Served } from "@caravan/service-kit";
import type { ProductClient } from "../clients/product.ts";
import type { Freshness } from "../dependencies.ts";
import { createSharedReads } from "./shared-reads.ts";

/** The filter of a product list. */
export interface ListFilter {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly cursor?: string | undefined;
}

export interface ProductPage {
  readonly items: readonly ProductSummary[];
  readonly nextCursor?: string | undefined;
}

/** The catalogue for pages: shared by all shoppers, and at most some seconds old while product answers. */
export interface Catalogue {
  product(productId: string): Promise<Served<Product>>;
  list(filter: ListFilter): Promise<Served<ProductPage>>;
  /** Undefined when product is unreachable: pages then show no categories. */
  categories(): Promise<Served<readonly Category[]> | undefined>;
  /** The categories last loaded, for error pages, which must not wait. */
  knownCategories(): Served<readonly Category[]> | undefined;
}

/** Products in a page of a list: fills rows of two, three, four and six. */
const pageSize = "24";

export const createCatalogue = (client: ProductClient, freshness: Freshness): Catalogue => {
  const ages = { ...freshness, staleSeconds: 60, staleOnErrorSeconds: 3600, timeoutSeconds: 3 };
  const products = createSharedReads({
    ...ages,
    name: "product",
    maximumEntries: 1000,
    load: (productId) => client.getProduct({ params: { productId } }),
  });
  const lists = createSharedReads<ProductPage>({
    ...ages,
    name: "list",
    maximumEntries: 500,
    load: (key) => client.listProducts({ query: Object.fromEntries(new URLSearchParams(key)) }),
  });
  const categories = createSharedReads<readonly Category[]>({
    ...ages,
    name: "categories",
    maximumEntries: 1,
    load: async () => (await client.listCategories({})).items,
  });

  return {
    product: (productId) => products.read(productId),
    list: (filter) => lists.read(listKey(filter)),
    categories: () => categories.read("all").catch(() => undefined),
    knownCategories: () => categories.peek("all"),
  };
};

const listKey = ({ q, category, cursor }: ListFilter): string => {
  const key = new URLSearchParams({ limit: pageSize });
  if (q !== undefined) key.set("q", q);
  if (category !== undefined) key.set("category", category);
  if (cursor !== undefined) key.set("cursor", cursor);
  return key.toString();
};
