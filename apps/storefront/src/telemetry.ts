import { counter, gauge } from "@caravan/service-kit";
import type { Counts } from "./dependencies.ts";

const cacheReads = counter(
  "caravan_storefront_cache_reads_total",
  "Reads of shared data by cache and result.",
  ["cache", "result"],
);

const stockUnknownPages = counter(
  "caravan_storefront_stock_unknown_pages_total",
  "Product pages shown without a stock figure.",
);

const cacheEntries = gauge("caravan_storefront_cache_entries", "Values kept by shared reads.", ["cache"]);

const keptPageBytes = gauge("caravan_storefront_kept_page_bytes", "Size of the kept pages.", ["pages"]);

/** Counts how pages got their shared data, and how many values are kept for that; each cache has a limit of its own. */
export const countRead: Counts["countRead"] = (cache, result, entries) => {
  cacheReads.inc({ cache, result });
  cacheEntries.set({ cache }, entries);
};

export const countStockUnknown: Counts["countStockUnknown"] = () => stockUnknownPages.inc();

/** Reports the size of the shared pages, plain and compressed; at most 16 MiB for each kind. */
export const showKeptPages: Counts["showKeptPages"] = (pages, bytes) => keptPageBytes.set({ pages }, bytes);
