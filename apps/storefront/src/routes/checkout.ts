import { euros, orderIsUnpaid, Refusal } from "@caravan/contracts";
import { formLimit, newKey, privatePage, readForm, render } from "@caravan/pages";
import { type Caller, log } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import { type Cart, type CartLine, takeOut } from "../domain/cart.ts";
import { checkoutPage } from "../pages/checkout.ts";
import type { FieldErrors, Fields } from "../pages/fields.ts";
import type { Words } from "../pages/notice.ts";
import { placeOrder } from "../use-cases/place-order.ts";
import type { Pricing } from "../use-cases/quotes.ts";
import { isSold, type SoldLine, showCart } from "../use-cases/show-cart.ts";
import { startPayment } from "../use-cases/start-payment.ts";
import { readCheckoutForm, writeLines } from "./checkout-form.ts";
import { fieldsWrong, wordsOf } from "./notices.ts";
import { returnUrl } from "./origin.ts";
import { loadFrame, statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { isAccountErased } from "./refusals.ts";
import { addressBook, chosenAddress } from "./saved-addresses.ts";
import { noteWaiting } from "./waiting-order.ts";

interface Again {
  readonly key: string;
  readonly values?: Fields;
  readonly errors?: FieldErrors;
  readonly notice?: Words;
  readonly status?: number;
}

/** Review and order. Success redirects to the bank; a failure shows the page again with a notice. */
export const mountCheckout = (hono: Hono, dependencies: Parts): void => {
  const { catalogue, carts, quotes, stock, users, sessions } = dependencies;

  const show = async (
    c: Context,
    shopper: Caller,
    { lines, codes = [] }: Pick<Cart, "lines" | "codes">,
    again: Again,
  ) => {
    const [frame, shown, addresses] = await Promise.all([
      loadFrame(catalogue),
      showCart(catalogue, lines),
      addressBook(users, shopper),
    ]);
    const sold = shown.lines.filter(isSold);
    // Items that cannot be bought, or have no price, must be resolved in the cart first.
    if (sold.length === 0 || shown.total === undefined) return c.redirect("/cart", 303);
    const pricing = await quotes.price(shown, codes);
    const total = pricing.total ?? shown.total;
    const unused = unusedWords(codes, pricing);
    const parts = { values: {}, errors: {}, ...again, lines: sold, total, pricing, unused, ...addresses };
    return privatePage(
      c,
      render(checkoutPage(frame, { ...parts, lineText: writeLines(sold) })),
      again.status,
    );
  };

  /** After a refusal the next attempt gets a new key, on other pages that show the cart as well. */
  const freshKey = async ({ subject }: Caller, refused: string): Promise<string> => {
    const key = newKey("chk");
    const renewed = carts.change(subject, (cart) => (cart.key === refused ? { ...cart, key } : cart));
    await quietly("key not renewed", renewed);
    return key;
  };

  /** Names the items that are short. */
  const refusedWords = async (error: unknown, lines: readonly CartLine[]): Promise<Words> => {
    const words = wordsOf(error);
    if (!(error instanceof Refusal)) return words;
    if (saysMore.has(error.code)) return { ...words, items: [error.detail] };
    if (error.code !== "out-of-stock") return words;
    const sold = (await showCart(catalogue, lines)).lines.filter(isSold);
    const free = await stock.freeOfAll(sold.map(({ product }) => product.sku));
    return { ...words, items: shortages(sold, free) };
  };

  hono.get("/checkout", async (c) => {
    const shopper = await sessions.find(c);
    if (shopper === undefined) return c.redirect("/cart", 303);
    const cart = await carts.read(shopper.subject);
    // The cart's own key: the order is placed once, from whichever page and however often it is sent.
    return show(c, shopper, cart, { key: cart.key ?? newKey("chk") });
  });

  hono.post("/checkout", formLimit(), async (c) => {
    const fields = await readForm(c);
    const form = readCheckoutForm(fields);
    const shopper = await sessions.find(c);
    if (shopper === undefined) return c.redirect("/cart", 303);
    const again = (notice: Words, more: Partial<Again> = {}) =>
      show(c, shopper, form, { key: form.key, values: fields, notice, ...more });
    try {
      const address = await chosenAddress(users, form.address, fields);
      if ("errors" in address) return again(fieldsWrong, { errors: address.errors, status: 400 });
      const shown = await showCart(catalogue, form.lines);
      const lines = shown.lines
        .filter(isSold)
        .map(({ product, quantity }) => ({ sku: product.sku, quantity }));
      if (lines.length < form.lines.length) return c.redirect("/cart", 303);
      const order = await placeOrder(dependencies, {
        lines,
        deliverTo: address.output,
        agreed: form.codes && { codes: form.codes, total: euros(form.seenCents) },
        idempotencyKey: form.key,
      });
      const path = `/orders/${order.id}`;
      noteWaiting(c, order);
      const isAsSeen = order.total.amountCents === form.seenCents;
      const [page] = await Promise.all([
        isAsSeen && orderIsUnpaid(order.status) ? bankPage(c, dependencies, order.id) : undefined,
        quietly(
          "cart not emptied",
          carts.change(shopper.subject, (cart) => takeOut(cart, order)),
        ),
        form.keep === "yes" && form.address === "new"
          ? quietly("address not kept", users.addAddress({ body: address.output, timeoutSeconds: 2 }))
          : undefined,
      ]);
      // A changed price is shown before the payment.
      return c.redirect(page ?? (isAsSeen ? path : `${path}?price=changed`), 303);
    } catch (error) {
      if (isAccountErased(error)) throw error;
      // Without an answer the outcome is unknown: the same key makes trying again safe.
      const key = isUndecided(error) ? form.key : await freshKey(shopper, form.key);
      return again(await refusedWords(error, form.lines), { key, status: statusOf(c, error) });
    }
  });
};

/** Codes that the order would not use, and why. */
const unusedWords = (codes: readonly string[], { quote }: Pricing): string[] =>
  quote === undefined
    ? codes.map((code) => `${code} cannot be looked up right now: this is the price without it.`)
    : quote.refused.map(({ code, detail }) => `${code} is not used: ${detail}`);

/** Refusals whose own sentence says which code, or which sum. */
const saysMore: ReadonlySet<string> = new Set(["coupon-refused", "price-changed"]);

/** The lines that exceed the stock, with what is left. */
const shortages = (lines: readonly SoldLine[], free: ReadonlyMap<string, number>): string[] =>
  lines.flatMap(({ product, quantity }) => {
    const left = free.get(product.sku);
    if (left === undefined || left >= quantity) return [];
    return left === 0
      ? [`${product.name} is sold out.`]
      : [`Of ${product.name} only ${left === 1 ? "1 is" : `${left} are`} left; you want ${quantity}.`];
  });

/**
 * Where to pay, or undefined when that is unknown now or nothing is to be paid: the order's page then shows the state. With a fresh
 * key each time, since the form may be an old one: order finds the open payment, or begins another after a decline, and
 * refuses once it is paid. A stored reply could lead to a payment that has ended.
 */
const bankPage = (c: Context, dependencies: Parts, orderId: string) =>
  quietly(
    "payment not started",
    startPayment(dependencies, {
      orderId,
      returnUrl: returnUrl(c, orderId),
      idempotencyKey: newKey("pay"),
    }),
  );

const quietly = <T>(what: string, work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    log.warn({ err: error }, what);
    return undefined;
  });

const isUndecided = (error: unknown): boolean =>
  !(error instanceof Refusal) ||
  ["unavailable", "deadline", "too-many"].includes(error.kind) ||
  error.code === "idempotency-key-in-progress" ||
  error.code === "address-unknown";
