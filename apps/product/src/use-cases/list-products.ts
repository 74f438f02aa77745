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
import { searchWords } from "../domain/search-words.ts";
import { presentProduct } from "./present-product.ts";

type Route = typeof productRoutes.listProducts;

const Key = v.tuple([ProductId]);

/** Lists products, newest first, by words and category. A page begins after the last product of the one before. */
export const listProducts = async (
  dependencies: Dependencies,
  query: RouteQuery<Route>,
): Promise<RouteReplyInput<Route>> => {
  const before = decodeCursor(Key, query.cursor)?.[0];
  const words = searchWords(query.q ?? "");
  // "***" asks for something, but for nothing that a product could have.
  if (words.length === 0 && query.q) return { items: [] };
  const found = await dependencies.products.list({
    words,
    category: query.category,
    before,
    limit: query.limit + 1,
  });
  const items = found.slice(0, query.limit).map((product) => presentProduct(dependencies, product));
  const last = items.at(-1);
  return found.length > query.limit && last ? { items, nextCursor: encodeCursor([last.id]) } : { items };
};
