import { newId } from "@caravan/contracts";
import { issuePageToken } from "@caravan/flash-admission";
import { defineConfig, openService } from "@caravan/service-kit";
import { openCurrentSales } from "../admission/current-sales.ts";
import { createApp } from "../app.ts";
import { openRealShop } from "../testing/real-shop.ts";

/** The service over a real database and a real Redis, with a sale that is open; its parent process presses and measures it. */
const [pieces = 0, shoppers = 0] = process.argv.slice(2).map(Number);
const shop = await openRealShop();
const { sales } = shop.dependencies;
const { id: saleId } = await shop.open({ pieces, line: 0 });
const currentSale = openCurrentSales(sales);
const { tokenKey, opensAt } = await currentSale(saleId);
const takePart = () => {
  const who = newId("gst");
  return { who, token: issuePageToken(tokenKey, saleId, who, new Date(opensAt.getTime() - 1000)) };
};

process.on("message", async (message) => {
  if (message === "close") await shop.close();
  process.send?.({
    ...{ saleId, cpu: process.cpuUsage() },
    crowd: message === "begin" ? Array.from({ length: shoppers }, takePart) : [],
  });
});
await openService(defineConfig({}), async ({ app, version }) => ({
  routes: createApp({ ...shop.dependencies, app, version, currentSale, countDecision: () => {} }),
}));
