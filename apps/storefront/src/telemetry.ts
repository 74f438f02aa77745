import { counter } from "@caravan/service-kit";

/** How pages got their shared data: hit, stale (shown while it is loaded anew) or miss. */
export const cacheReads = counter(
  "storefront_cache_reads_total",
  "Reads of shared data by cache and result.",
  ["cache", "result"],
);

/** Product pages shown without a stock figure because inventory could not be asked. */
export const stockUnknownPages = counter(
  "storefront_stock_unknown_pages_total",
  "Product pages shown without a stock figure.",
);
