import { SaleId } from "@caravan/contracts";
import { createKeptPages, pageUnknown, render, sendUnlessKnown } from "@caravan/pages";
import { useShared } from "@caravan/service-kit";
import type { Hono } from "hono";
import * as v from "valibot";
import { freshForm } from "../pages/fields.ts";
import { salePage } from "../pages/sale.ts";
import { salesPage } from "../pages/sales.ts";
import { loadFrame } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { loadSale, type ShowSale, soldProduct } from "./sale-page.ts";
import { sharedMoments } from "./shopper-zone.ts";

/** The list of flash sales, and the page of one: from memory for all who have no session. */
export const mountSales = (hono: Hono, dependencies: Parts & { readonly showSale: ShowSale }): void => {
  const { catalogue, sales, sessions, showSale } = dependencies;
  const keep = createKeptPages((bytes) => dependencies.showKeptPages("sales", bytes));

  hono.get("/sales", async (c) => {
    const announced = useShared(await sales.list());
    const [frame, products] = await Promise.all([
      loadFrame(catalogue),
      Promise.all((announced ?? []).map((sale) => soldProduct(dependencies, sale))),
    ]);
    const listed = announced?.map((sale, index) => ({ sale, product: products[index] }));
    const page = keep("list", [announced, frame.categories, ...products], () =>
      render(salesPage(frame, listed, sharedMoments)),
    );
    return sendUnlessKnown(c, page);
  });

  hono.get("/sales/:saleId", async (c) => {
    const saleId = c.req.param("saleId");
    if (!v.is(SaleId, saleId)) throw pageUnknown("sale");
    const shopper = await sessions.find(c);
    if (shopper !== undefined) return showSale(c, saleId, shopper);
    const { frame, sale, product } = await loadSale(dependencies, saleId);
    const entry = { ...freshForm, account: false, addresses: [] };
    const page = keep(saleId, [sale, product, frame.categories], () =>
      render(salePage(frame, { sale, product, entry, moments: sharedMoments })),
    );
    return sendUnlessKnown(c, page);
  });
};
