import { type Quote, Refusal, refusalStatus } from "@caravan/contracts";
import { formLimit, privatePage, readForm, render } from "@caravan/pages";
import { useShared } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import {
  addCode,
  addPieces,
  type Cart,
  emptyCart,
  maximumCodes,
  removeCode,
  removeLine,
  setQuantity,
} from "../domain/cart.ts";
import { type CartParts, cartPage } from "../pages/cart.ts";
import { couponOffers } from "../pages/coupons.ts";
import { isSold, showCart } from "../use-cases/show-cart.ts";
import { parseQuantity, readCartForm } from "./cart-form.ts";
import { cartRefused, quantityWrong, wordsOf } from "./notices.ts";
import { loadFrame, statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import type { RefusedProductPage } from "./product.ts";
import { codesRefused, codeWrong } from "./promotion-notices.ts";
import { isAccount } from "./session.ts";
import { shopperMoments } from "./shopper-zone.ts";
import { waitingBanner } from "./waiting-order.ts";

export const mountCart = (
  hono: Hono,
  dependencies: Parts & { readonly refusedProductPage: RefusedProductPage },
): void => {
  const { catalogue, carts, quotes, coupons, stock, sessions, refusedProductPage } = dependencies;
  const show = async (
    c: Context,
    again: Pick<CartParts, "notice" | "wrong" | "wrongCode"> = {},
    status?: number,
  ) => {
    const shopper = await sessions.find(c);
    const { lines, codes = [] } = shopper === undefined ? emptyCart : await carts.read(shopper.subject);
    const [frame, cart] = await Promise.all([loadFrame(catalogue), showCart(catalogue, lines)]);
    const [free, pricing, given = []] = await Promise.all([
      stock.freeOfAll(cart.lines.filter(isSold).map(({ product }) => product.sku)),
      quotes.price(cart, codes),
      lines.length > 0 && isAccount(shopper) ? coupons.given() : [],
    ]);
    const offers = couponOffers(given, codes, { ...frame, moments: shopperMoments(c) });
    const parts = { cart, free, pricing, codes, coupons: offers, waiting: waitingBanner(c), ...again };
    return privatePage(c, render(cartPage(frame, parts)), status);
  };

  /** Those of the codes that are new to the cart and take nothing off it: they are not stored. None while promotion does not answer. */
  const refusedAtEntry = async ({ lines, codes: stored = [] }: Cart, codes: readonly string[]) => {
    const fresh = codes.filter((code) => !stored.includes(code));
    if (fresh.length === 0) return [];
    const { quote } = await quotes.price(await showCart(catalogue, lines), [
      ...new Set([...stored, ...fresh].slice(0, maximumCodes)),
    ]);
    return quote?.refused.filter(({ code }) => fresh.includes(code)) ?? [];
  };

  /** Adds pieces, from a product's page. */
  const add = async (c: Context, productId: string, typed: string) => {
    const quantity = parseQuantity(typed);
    if (quantity === undefined)
      return privatePage(c, await refusedProductPage(productId, quantityWrong(typed)), refusalStatus.invalid);
    try {
      // An unknown product is not added, and creates no guest.
      useShared(await catalogue.product(productId));
      const { subject } = await sessions.need(c);
      await carts.change(subject, (cart) => addPieces(cart, { productId, quantity }));
      return c.redirect("/cart", 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === "not-found") throw error;
      const page = await refusedProductPage(productId, cartRefused(error, typed));
      return privatePage(c, page, statusOf(c, error));
    }
  };

  hono.get("/cart", (c) => show(c));

  hono.post("/cart", formLimit(), async (c) => {
    const form = readCartForm(await readForm(c));
    if (form.deed === "add") return add(c, form.productId, form.quantity);
    const { quantities, wrong, remove, codes, wrongCode } = form;
    const shopper = await sessions.find(c);
    let tooMany: Refusal | undefined;
    let refused: Quote["refused"] = [];
    const edited = (cart: Cart): Cart => {
      let changed = cart;
      for (const [productId, quantity] of quantities) changed = setQuantity(changed, productId, quantity);
      if (remove !== undefined) changed = removeLine(changed, remove);
      return form.removeCode === undefined ? changed : removeCode(changed, form.removeCode);
    };
    if (shopper !== undefined) {
      if (codes.length > 0) refused = await refusedAtEntry(edited(await carts.read(shopper.subject)), codes);
      const accepted = codes.filter((code) => !refused.some((each) => each.code === code));
      await carts.change(shopper.subject, (cart) => {
        const changed = edited(cart);
        tooMany = undefined;
        try {
          return accepted.reduce(addCode, changed);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          // The quantities are kept all the same.
          tooMany = error;
          return changed;
        }
      });
    }
    if (tooMany !== undefined)
      return show(c, { notice: wordsOf(tooMany), wrongCode: codes.at(-1) }, refusalStatus.conflict);
    const [first] = refused;
    if (first !== undefined)
      return show(c, { notice: codesRefused(refused), wrongCode: first.code, wrong }, refusalStatus.conflict);
    if (wrongCode !== undefined && form.deed !== "remove")
      return show(c, { notice: codeWrong, wrongCode, wrong }, refusalStatus.invalid);
    if (form.deed !== "remove" && wrong.size > 0) {
      const { title, detail } = quantityWrong("");
      return show(c, { notice: { title, detail }, wrong }, refusalStatus.invalid);
    }
    return c.redirect(form.deed === "checkout" ? "/checkout" : "/cart", 303);
  });
};
