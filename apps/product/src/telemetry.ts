import { counter, gauge } from "@caravan/service-kit";

const searches = counter("caravan_product_searches_total", "Searches by words.", ["outcome"]);

/** Counts searches by words, by outcome: many without hits show what the shop lacks. */
export const countSearch = (outcome: "found" | "nothing"): void => searches.inc({ outcome });

const products = gauge(
  "caravan_product_searchable_products",
  "Products in the search index of this process.",
);
const terms = gauge(
  "caravan_product_search_terms",
  "Different terms in the search index of this process, which determine its memory.",
);

export const showIndex = (index: { readonly size: number; readonly terms: number }): void => {
  products.set(index.size);
  terms.set(index.terms);
};
