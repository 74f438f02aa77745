import type { Category, Product, ProductSummary } from "@caravan/contracts";
import type { Served } from "@caravan/service-kit";
import type { ProductClient } from "../clients/product.ts";
import type { Freshness } from "../dependencies.ts";
import { createSharedReads } from "./shared-reads.ts";

/** Which products a list shows. */
export interface ListFilter {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly cursor?: string | undefined;
}

export interface ProductPage {
  readonly items: readonly ProductSummary[];
  readonly nextCursor?: string | undefined;
}

/** The catalogue as pages read it: shared by all shoppers, a moment old at the most while product answers. */
export interface Catalogue {
  product(productId: string): Promise<Served<Product>>;
  list(filter: ListFilter): Promise<Served<ProductPage>>;
  /** Undefined when product cannot be asked: pages then show no categories. */
  categories(): Promise<Served<readonly Category[]> | undefined>;
  /** The categories last seen, for pages that tell of a failure and must not wait. */
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
