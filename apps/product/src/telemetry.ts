import { counter, gauge } from "@caravan/service-kit";

/** Searches by words, by whether they found something: many that find nothing tell what the shop lacks. */
export const searches = counter("caravan_product_searches_total", "Searches by words.", ["outcome"]);

export const searchableProducts = gauge(
  "caravan_product_searchable_products",
  "Products in the search index of this process.",
);
export const searchTerms = gauge(
  "caravan_product_search_terms",
  "Different terms in the search index of this process, from which its memory follows.",
);
