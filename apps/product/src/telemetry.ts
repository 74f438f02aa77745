import { counter } from "@caravan/service-kit";

/** Searches by words, by whether they found something: many that find nothing tell what the shop lacks. */
export const searches = counter("caravan_product_searches_total", "Searches by words.", ["outcome"]);
