import {
  decodeCursor,
  encodeCursor,
  ProductId,
  type productRoutes,
  type RouteQuery,
  type RouteReplyInput,
} from "@caravan/contracts";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { presentProduct } from "./present-product.ts";
import { searchProducts } from "./search-products.ts";

type Route = typeof productRoutes.listProducts;

const Key = v.tuple([ProductId]);

/** Lists products of a category or all: with words the best hits first, else the newest first. */
export const listProducts = async (
  dependencies: Dependencies,
  query: RouteQuery<Route>,
): Promise<RouteReplyInput<Route>> => {
  if (query.q) return searchProducts(dependencies, { ...query, q: query.q });
  const { category, limit } = query;
  const before = decodeCursor(Key, query.cursor)?.[0];
  const found = await dependencies.products.list({ category, before, limit: limit + 1 });
  const items = found.slice(0, limit).map((product) => presentProduct(dependencies, product));
  const last = items.at(-1);
  return found.length > limit && last ? { items, nextCursor: encodeCursor([last.id]) } : { items };
};
