import { OrderId, Refusal } from "@caravan/contracts";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import type { OrderClient } from "../clients/order.ts";
import { startPayment } from "../use-cases/start-payment.ts";
import { FormKey, formLimit, readForm } from "./forms.ts";
import { wordsOf } from "./notices.ts";
import type { ShowOrder } from "./order-page.ts";
import { returnUrl } from "./origin.ts";
import { statusOf } from "./page-context.ts";
import { formIncomplete, pageUnknown } from "./refusals.ts";
import type { Sessions } from "./session.ts";

const Form = v.object({
  key: FormKey,
  reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
});
type Form = v.InferOutput<typeof Form>;

interface Dependencies {
  readonly orders: OrderClient;
  readonly sessions: Sessions;
  readonly showOrder: ShowOrder;
  readonly paymentPageOrigin: string;
}

/** What a shopper can do with an order: pay it, cancel it, send it back. */
export const mountOrderActions = (hono: Hono, dependencies: Dependencies): void => {
  const { orders, sessions, showOrder } = dependencies;
  /** Does it and leads on; when it is refused, shows the order as it is now and why. */
  const act = (
    name: string,
    work: (c: Context, orderId: string, form: Form) => Promise<string | undefined>,
  ) =>
    hono.post(`/orders/:orderId/${name}`, formLimit(), async (c) => {
      const orderId = c.req.param("orderId") ?? "";
      const form = v.safeParse(Form, await readForm(c));
      if (!form.success) throw formIncomplete();
      if (!v.is(OrderId, orderId) || (await sessions.find(c)) === undefined) throw pageUnknown("order");
      try {
        return c.redirect((await work(c, orderId, form.output)) ?? `/orders/${orderId}`, 303);
      } catch (error) {
        if (error instanceof Refusal && error.kind === "not-found") throw error;
        return showOrder(c, orderId, { notice: wordsOf(error), status: statusOf(c, error) });
      }
    });

  act("pay", (c, orderId, { key }) =>
    startPayment(dependencies, { orderId, returnUrl: returnUrl(c, orderId), idempotencyKey: key }),
  );
  act("cancel", async (_, orderId, { key, reason }) => {
    await orders.cancelOrder({ params: { orderId }, body: why(reason), idempotencyKey: key });
    return undefined;
  });
  act("return", async (_, orderId, { key, reason }) => {
    await orders.returnOrder({ params: { orderId }, body: why(reason), idempotencyKey: key });
    return undefined;
  });
};

const why = (reason: string) => (reason === "" ? {} : { reason });
