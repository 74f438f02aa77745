import * as v from "valibot";
import { ProductId, Sku } from "./id.ts";
import { Money } from "./money.ts";
import { Page, PageQuery } from "./page.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText, SearchWords } from "./text.ts";

/** A category of the catalogue, as a slug: `camp-kitchen`. */
export const CategorySlug = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^[a-z]+(-[a-z]+)*$/, "must be a slug such as camp-kitchen"),
);

/** A category and the number of its products. */
export const Category = v.object({
  slug: CategorySlug,
  name: v.string(),
  productCount: v.pipe(v.number(), v.integer()),
});
export type Category = v.InferOutput<typeof Category>;

/** A product in lists. */
export const ProductSummary = v.object({
  id: ProductId,
  sku: Sku,
  name: v.string(),
  /** One line that describes it. */
  tagline: v.string(),
  category: CategorySlug,
  price: Money,
  /** Path of its picture on the shop's own host. */
  picture: v.string(),
});
export type ProductSummary = v.InferOutput<typeof ProductSummary>;

/** All of a product. */
export const Product = v.object({
  ...ProductSummary.entries,
  description: v.string(),
  /** Properties in the order to show them, such as weight and material. */
  facts: v.array(v.object({ name: v.string(), value: v.string() })),
});
export type Product = v.InferOutput<typeof Product>;

/** The data of a product that an order needs at the time of sale. */
export const Price = v.object({
  sku: Sku,
  productId: ProductId,
  name: v.string(),
  price: Money,
  /** Absent in replies of the release before this one. */
  category: v.optional(CategorySlug),
});
export type Price = v.InferOutput<typeof Price>;

const SkuList = v.pipe(
  OpaqueText(500),
  v.transform((list) => list.split(",")),
  v.array(Sku),
  v.minLength(1),
  v.maxLength(50),
);

/** Words that pages suggest to search for; a test of product checks that each has results. */
export const suggestedWords = ["tents", "lamps", "boots", "wool"] as const;

export const productRoutes = {
  listProducts: defineRoute({
    id: "listProducts",
    method: "GET",
    path: "/v1/products",
    summary: "Lists products, newest first, or finds them by words, best first; both also within a category.",
    access: "public",
    callers: ["storefront"],
    query: v.strictObject({
      ...PageQuery,
      /**
       * Search words that must all match name, category, tagline, facts or description, with any ending
       * and one letter wrong; or article numbers.
       */
      q: v.optional(SearchWords(100)),
      category: v.optional(CategorySlug),
    }),
    success: { status: 200, body: Page(ProductSummary) },
    refusals: ["cursor-unknown", "search-starting"],
  }),
  getProduct: defineRoute({
    id: "getProduct",
    method: "GET",
    path: "/v1/products/:productId",
    summary: "Shows one product.",
    access: "public",
    callers: ["storefront"],
    params: v.object({ productId: ProductId }),
    success: { status: 200, body: Product },
    refusals: ["product-unknown"],
  }),
  listCategories: defineRoute({
    id: "listCategories",
    method: "GET",
    path: "/v1/categories",
    summary: "Lists the categories.",
    access: "public",
    callers: ["promotion", "storefront"],
    success: { status: 200, body: v.object({ items: v.array(Category) }) },
    refusals: [],
  }),
  listPrices: defineRoute({
    id: "listPrices",
    method: "GET",
    path: "/v1/prices",
    summary: "Name and price of up to 50 SKUs; unknown SKUs are left out.",
    access: "service",
    callers: ["order", "promotion"],
    query: v.strictObject({ skus: SkuList }),
    success: { status: 200, body: v.object({ items: v.array(Price) }) },
    refusals: [],
  }),
} as const;
