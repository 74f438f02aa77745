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
import { articleNumbers } from "../domain/search-words.ts";
import { presentProduct } from "./present-product.ts";

type Route = typeof productRoutes.listProducts;

/** The last hit of the page before. */
const Key = v.tuple([v.pipe(v.number(), v.safeInteger(), v.minValue(0)), ProductId]);

/** Finds products by article numbers, or else by words, the best first. A page begins after the last hit of the one before. */
export const searchProducts = async (
  dependencies: Dependencies,
  { q, category, cursor, limit }: RouteQuery<Route> & { readonly q: string },
): Promise<RouteReplyInput<Route>> => {
  const { products, search } = dependencies;
  const key = decodeCursor(Key, cursor);
  const numbers = key === undefined ? articleNumbers(q) : [];
  const articles = numbers.length === 0 ? [] : await products.bySkus(numbers);
  if (articles.length > 0)
    return {
      items: articles
        .filter((product) => category === undefined || product.category === category)
        .map((product) => presentProduct(dependencies, product)),
    };
  const after = key === undefined ? undefined : { rank: key[0], id: key[1] };
  const hits = search.find(q, { category, after, limit: limit + 1 });
  const shown = hits.slice(0, limit);
  const found = await products.byIds(shown.map(({ id }) => id));
  const items = found.map((product) => presentProduct(dependencies, product));
  const last = shown.at(-1);
  return hits.length > limit && last ? { items, nextCursor: encodeCursor([last.rank, last.id]) } : { items };
};
