import { ProductId, Quantity, Refusal } from "@caravan/contracts";
import { refusalStatus, useShared } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { addPieces, emptyCart, removeLine, setQuantity } from "../domain/cart.ts";
import { type CartNotice, cartPage } from "../pages/cart.ts";
import type { Carts } from "../use-cases/carts.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import { showCart } from "../use-cases/show-cart.ts";
import { formLimit, readForm } from "./forms.ts";
import { cartRefused, quantityWrong } from "./notices.ts";
import { loadFrame, privatePage, render, statusOf } from "./page-context.ts";
import type { RefusedProductPage } from "./product.ts";
import { formIncomplete } from "./refusals.ts";
import type { Sessions } from "./session.ts";

const Form = v.object({
  do: v.picklist(["add", "set", "remove"]),
  productId: ProductId,
  quantity: v.optional(v.string(), ""),
});

/** As the field sends it; more than the contract's own schema allows is refused by that. */
const QuantityField = v.pipe(v.string(), v.trim(), v.regex(/^[0-9]{1,6}$/), v.transform(Number), Quantity);

interface Dependencies {
  readonly catalogue: Catalogue;
  readonly carts: Carts;
  readonly sessions: Sessions;
  readonly refusedProductPage: RefusedProductPage;
}

export const mountCart = (hono: Hono, dependencies: Dependencies): void => {
  const { catalogue, carts, sessions, refusedProductPage } = dependencies;
  const show = async (c: Context, notice?: CartNotice, status?: number) => {
    const shopper = await sessions.find(c);
    const cart = shopper === undefined ? emptyCart : await carts.read(shopper.subject);
    const [frame, shown] = await Promise.all([loadFrame(catalogue), showCart(catalogue, cart.lines)]);
    return privatePage(c, render(cartPage(frame(), shown, notice)), status);
  };

  hono.get("/cart", (c) => show(c));

  hono.post("/cart", formLimit(), async (c) => {
    const form = v.safeParse(Form, await readForm(c));
    if (!form.success) throw formIncomplete();
    const { do: deed, productId, quantity: typed } = form.output;
    if (deed === "remove") {
      const shopper = await sessions.find(c);
      if (shopper !== undefined) await carts.change(shopper.subject, (cart) => removeLine(cart, productId));
      return c.redirect("/cart", 303);
    }
    const quantity = v.safeParse(QuantityField, typed);
    if (!quantity.success) {
      const notice = { ...quantityWrong(typed), productId };
      return deed === "add"
        ? privatePage(c, await refusedProductPage(productId, notice), refusalStatus.invalid)
        : show(c, notice, refusalStatus.invalid);
    }
    const line = { productId, quantity: quantity.output };
    if (deed === "set") {
      const shopper = await sessions.find(c);
      if (shopper !== undefined)
        await carts.change(shopper.subject, (cart) => setQuantity(cart, productId, line.quantity));
      return c.redirect("/cart", 303);
    }
    try {
      // What is not sold is not put in; and nobody becomes a guest for it.
      useShared(await catalogue.product(productId));
      const { subject } = await sessions.need(c);
      await carts.change(subject, (cart) => addPieces(cart, line));
      return c.redirect("/cart", 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === "not-found") throw error;
      return privatePage(
        c,
        await refusedProductPage(productId, cartRefused(error, typed)),
        statusOf(c, error),
      );
    }
  });
};
