import { ProductId, Quantity, Refusal } from "@caravan/contracts";
import { ensureGuest, log, readGuest, refusalStatus, useShared } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import type { OrderClient } from "../clients/order.ts";
import type { Notice } from "../pages/product.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import { placeOrder } from "../use-cases/place-order.ts";
import { noticeOf, quantityNotice } from "./notices.ts";
import { privatePage } from "./page-context.ts";
import { newIdempotencyKey, type ProductPageMaker } from "./product.ts";
import { formIncomplete, formTooLarge, formUnreadable } from "./refusals.ts";

const maximumFormBytes = 4096;

const Form = v.object({
  productId: ProductId,
  idempotencyKey: v.pipe(v.string(), v.regex(/^buy_[0-9a-f-]{36}$/)),
  quantity: v.optional(v.string(), ""),
});

/** As the field sends it; more than the contract's own schema allows is refused by that. */
const QuantityField = v.pipe(v.string(), v.trim(), v.regex(/^[0-9]{1,6}$/), v.transform(Number), Quantity);

interface Dependencies {
  readonly catalogue: Catalogue;
  readonly orders: OrderClient;
  readonly pages: ProductPageMaker;
  readonly shopperKey: string;
  readonly pause: (seconds: number) => Promise<void>;
}

/** Buying: the form of a product's page. Success leads to the order; anything else back to the page with a word on why. */
export const mountBuy = (hono: Hono, { catalogue, orders, pages, shopperKey, pause }: Dependencies): void => {
  const limit = bodyLimit({
    maxSize: maximumFormBytes,
    onError: () => {
      throw formTooLarge();
    },
  });
  hono.post("/orders", limit, async (c) => {
    const { productId, idempotencyKey, quantity: typed } = await readForm(c);
    const again = async (notice: Notice, key: string, status: number) =>
      privatePage(c, await pages.make(productId, key, notice), status as 400);

    // Without its cookie a second click would be a second shopper's, so there is none to sell to yet.
    if ((await readGuest(c, shopperKey)) === undefined) {
      await ensureGuest(c, shopperKey);
      return again(noticeOf("shopper-unknown", typed), newIdempotencyKey(), refusalStatus.unauthenticated);
    }
    const quantity = v.safeParse(QuantityField, typed);
    if (!quantity.success) return again(quantityNotice(typed), newIdempotencyKey(), refusalStatus.invalid);
    try {
      const { sku } = useShared(await catalogue.product(productId));
      const order = await placeOrder({ orders, pause }, { sku, quantity: quantity.output, idempotencyKey });
      return c.redirect(`/orders/${order.id}`, 303);
    } catch (error) {
      if (error instanceof Refusal && error.kind === "not-found") throw error;
      const refusal = error instanceof Refusal ? error : undefined;
      if (refusal === undefined || refusalStatus[refusal.kind] >= 500)
        log.warn({ err: error, productId }, "order failed");
      if (refusal?.retryAfterSeconds !== undefined)
        c.header("retry-after", String(refusal.retryAfterSeconds));
      // Nobody knows whether it went through when no answer came: the same key makes trying again safe.
      const key = isOpen(refusal) ? idempotencyKey : newIdempotencyKey();
      return again(
        noticeOf(refusal?.code, typed, refusal?.kind),
        key,
        refusal === undefined ? 500 : refusalStatus[refusal.kind],
      );
    }
  });
};

const isOpen = (refusal: Refusal | undefined): boolean =>
  refusal === undefined ||
  ["unavailable", "deadline", "too-many"].includes(refusal.kind) ||
  refusal.code === "idempotency-key-in-progress";

const readForm = async (c: Context): Promise<v.InferOutput<typeof Form>> => {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
    throw formUnreadable();
  const fields = Object.fromEntries(new URLSearchParams(await c.req.text()));
  const form = v.safeParse(Form, fields);
  if (!form.success) throw formIncomplete();
  return form.output;
};
