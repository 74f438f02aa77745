import { newKey, ownFormsOnly, pageHeaders } from "@caravan/pages";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { createShowAccount, mountAccount } from "./routes/account.ts";
import { mountAddresses } from "./routes/addresses.ts";
import { mountAssets } from "./routes/assets.ts";
import { mountCart } from "./routes/cart.ts";
import { mountCheckout } from "./routes/checkout.ts";
import { mountLists } from "./routes/lists.ts";
import { leadFromNearMisses } from "./routes/near-misses.ts";
import { mountOrderActions } from "./routes/order-actions.ts";
import { createShowOrder } from "./routes/order-page.ts";
import { mountOrders } from "./routes/orders.ts";
import { answerProblem } from "./routes/page-context.ts";
import type { Parts } from "./routes/parts.ts";
import { createRefusedProductPage, mountProduct } from "./routes/product.ts";
import { mountSaleActions } from "./routes/sale-actions.ts";
import { createShowSale } from "./routes/sale-page.ts";
import { mountSales } from "./routes/sales.ts";
import { clearSession, createSessions, mountSessionRefresh, takeAwayStaleCookie } from "./routes/session.ts";
import { mountSignIn } from "./routes/sign-in.ts";
import { forgetWaiting } from "./routes/waiting-order.ts";
import { createAskUnlessAway } from "./use-cases/ask-unless-away.ts";
import { createCarts } from "./use-cases/carts.ts";
import { createCatalogue } from "./use-cases/catalogue.ts";
import { createCoupons } from "./use-cases/coupons.ts";
import { createOffers } from "./use-cases/offers.ts";
import { createQuotes } from "./use-cases/quotes.ts";
import { createSales } from "./use-cases/sales.ts";
import { createStock } from "./use-cases/stock.ts";

export const createApp = (dependencies: Dependencies): Router => {
  const { app, version, clock, countRead } = dependencies;
  const catalogue = createCatalogue(dependencies.product, {
    freshSeconds: dependencies.catalogueFreshSeconds,
    ...{ clock, countRead },
  });
  const stock = createStock(dependencies.inventory, {
    freshSeconds: dependencies.stockFreshSeconds,
    ...{ clock, countRead },
  });
  const sales = createSales(dependencies.flash, {
    freshSeconds: dependencies.stockFreshSeconds,
    ...{ clock, countRead },
  });
  const offers = createOffers(dependencies.promotion, {
    freshSeconds: dependencies.catalogueFreshSeconds,
    ...{ clock, countRead },
  });
  const askPromotion = createAskUnlessAway(clock);
  const quotes = createQuotes(dependencies.promotion, askPromotion);
  const coupons = createCoupons(dependencies.promotion, askPromotion);
  const carts = createCarts(dependencies.state, {
    pause: dependencies.pause,
    newKey: () => newKey("chk"),
  });
  const sessions = createSessions(dependencies.users);
  const parts: Parts = { ...dependencies, catalogue, stock, sales, offers, quotes, coupons, carts, sessions };
  const refusedProductPage = createRefusedProductPage(parts);
  const showOrder = createShowOrder(parts);
  const showSale = createShowSale(parts);
  const show = createShowAccount(parts);

  const answer = answerProblem(catalogue);
  const router = createRouter({
    app,
    version,
    onProblem: (c, problem) => {
      if (problem.code === "account-erased") {
        clearSession(c);
        forgetWaiting(c);
      }
      return answer(c, problem);
    },
  });
  const { hono } = router;
  hono.use(pageHeaders(dependencies.paymentPageOrigin));
  hono.use(ownFormsOnly());
  hono.use(leadFromNearMisses());
  hono.use(takeAwayStaleCookie());
  mountAssets(hono);
  mountLists(hono, parts);
  mountProduct(hono, parts);
  mountSales(hono, { ...parts, showSale });
  mountSaleActions(hono, { ...parts, showSale });
  mountCart(hono, { ...parts, refusedProductPage });
  mountCheckout(hono, parts);
  mountOrders(hono, { ...parts, showOrder });
  mountOrderActions(hono, { ...parts, showOrder });
  mountSignIn(hono, parts);
  mountSessionRefresh(hono, parts);
  mountAccount(hono, { ...parts, show });
  mountAddresses(hono, { ...parts, show });
  return router;
};
