import { OrderId, orderAllows, Refusal } from "@caravan/contracts";
import { FormKey, formLimit, pageUnknown, readForm } from "@caravan/pages";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { putBack } from "../domain/cart.ts";
import { canBePutBack } from "../pages/order-words.ts";
import { startPayment } from "../use-cases/start-payment.ts";
import { wordsOf } from "./notices.ts";
import type { ShowOrder } from "./order-page.ts";
import { returnUrl } from "./origin.ts";
import { statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { formIncomplete } from "./refusals.ts";
import { forgetWaiting } from "./waiting-order.ts";

const Form = v.object({
  key: FormKey,
  reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
});
type Form = v.InferOutput<typeof Form>;

/** The actions of a shopper on an order: pay it, cancel it, return it, put its items back into the cart. */
export const mountOrderActions = (
  hono: Hono,
  dependencies: Parts & { readonly showOrder: ShowOrder },
): void => {
  const { orders, carts, sessions, showOrder } = dependencies;
  /** Performs the action and redirects; when it is refused, shows the current order and the reason. */
  const act = (
    name: string,
    work: (c: Context, orderId: string, form: Form, subject: string) => Promise<string | undefined>,
  ) =>
    hono.post(`/orders/:orderId/${name}`, formLimit(), async (c) => {
      const orderId = c.req.param("orderId") ?? "";
      const form = v.safeParse(Form, await readForm(c));
      if (!form.success) throw formIncomplete();
      const shopper = await sessions.find(c);
      if (!v.is(OrderId, orderId) || shopper === undefined) throw pageUnknown("order");
      try {
        return c.redirect(
          (await work(c, orderId, form.output, shopper.subject)) ?? `/orders/${orderId}`,
          303,
        );
      } catch (error) {
        if (error instanceof Refusal && error.kind === "not-found") throw error;
        return showOrder(c, orderId, { notice: wordsOf(error), status: statusOf(c, error) });
      }
    });

  act("pay", (c, orderId, { key }) =>
    startPayment(dependencies, { orderId, returnUrl: returnUrl(c, orderId), idempotencyKey: key }),
  );
  act("put-back", async (c, orderId, { key }, subject) => {
    const order = await orders.getOrder({ params: { orderId } });
    if (!canBePutBack(order.status)) throw orderNotPutBack();
    // Cancelled first: an order paid meanwhile must not be in the cart as well. Sent again, both are done once.
    if (orderAllows(order.status, "pay"))
      await orders.cancelOrder({ params: { orderId }, body: {}, idempotencyKey: key });
    await carts.change(subject, (cart) => putBack(cart, order.lines, key));
    forgetWaiting(c);
    return "/cart";
  });
  act("cancel", async (_, orderId, { key, reason }) => {
    await orders.cancelOrder({ params: { orderId }, body: why(reason), idempotencyKey: key });
    return undefined;
  });
  act("return", async (_, orderId, { key, reason }) => {
    await orders.returnOrder({ params: { orderId }, body: why(reason), idempotencyKey: key });
    return undefined;
  });
};

const orderNotPutBack = (): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "order-not-put-back",
    detail: "The order’s status has changed; its items cannot be put back into the cart.",
  });

const why = (reason: string) => (reason === "" ? {} : { reason });
