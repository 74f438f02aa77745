import { createApp } from "../app.ts";
import type { ProductStore } from "../dependencies.ts";
import { liveSearch } from "../search/live-search.ts";
import { fakeProductStore } from "./fake-product-store.ts";
import { smallCatalogue, smallCatalogueProducts } from "./small-catalogue.ts";

export const picture = { svg: "<svg/>", hash: "0123456789abcdef" };
export const store = fakeProductStore(smallCatalogueProducts, smallCatalogue);
/** What became of searches. */
export const counted: string[] = [];

/** The whole app over a small catalogue. */
export const openFakeProduct = ({
  products = store,
  search = liveSearch(store, () => 0),
  now = () => 0,
}: {
  products?: ProductStore;
  search?: ReturnType<typeof liveSearch>;
  now?: () => number;
} = {}) =>
  createApp({
    ...{ app: "product", version: "v1", products, search, now },
    pictures: new Map([["CAR-0001", picture]]),
    countSearch: (outcome) => void counted.push(outcome),
  });
