import { counter, gauge } from "@caravan/service-kit";

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

/** How full the shared reads are; each has a limit of its own. */
export const cacheEntries = gauge("storefront_cache_entries", "Values kept by shared reads.", ["cache"]);

/** Pages that all shoppers share, plain and compressed; at most 16 MiB for each kind. */
export const keptPageBytes = gauge("storefront_kept_page_bytes", "Size of the kept pages.", ["pages"]);
