export { openPrices, type Price, type Prices } from "./open-prices.ts";
