import { Refusal, SaleId } from "@caravan/contracts";
import { FormKey, formLimit, newKey, pageUnknown, readForm } from "@caravan/pages";
import { useShared } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { fieldErrorsOf } from "./forms.ts";
import { fieldsWrong, wordsOf } from "./notices.ts";
import { statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { formIncomplete, isAccountErased } from "./refusals.ts";
import { deviceFor } from "./sale-device.ts";
import { askAgainCodes, deciding } from "./sale-notices.ts";
import type { ShowSale } from "./sale-page.ts";
import { chosenAddress } from "./saved-addresses.ts";

const Ask = v.object({
  key: FormKey,
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  answer: v.optional(v.pipe(v.string(), v.maxLength(32)), ""),
});

/** Within the ingress's time for a form: what is decided in the first moments waits for its lots. */
const askSeconds = 8;

/** Taking part in a sale, and asking for a piece. */
export const mountSaleActions = (
  hono: Hono,
  { flash, sales, users, sessions, showSale }: Parts & { readonly showSale: ShowSale },
): void => {
  const saleIn = (c: Context): string => {
    const saleId = c.req.param("saleId");
    if (!v.is(SaleId, saleId)) throw pageUnknown("sale");
    return saleId;
  };

  hono.post("/sales/:saleId/entry", formLimit(), async (c) => {
    const saleId = saleIn(c);
    const values = await readForm(c);
    const shopper = await sessions.need(c);
    try {
      const address = await chosenAddress(users, values.address ?? "new", values);
      if ("errors" in address) {
        const again = { values, errors: address.errors, notice: fieldsWrong };
        return showSale(c, saleId, shopper, { ...again, status: 400 });
      }
      const sale = useShared(await sales.one(saleId));
      const body = { deliverTo: address.output, ...deviceFor(c, sale) };
      await flash.joinSale({ params: { saleId }, body, idempotencyKey: newKey("join") });
    } catch (error) {
      if (isAccountErased(error) || isUnknown(error)) throw error;
      const again = { values, errors: fieldErrorsOf(error), error, notice: wordsOf(error) };
      return showSale(c, saleId, shopper, { ...again, status: statusOf(c, error) });
    }
    return c.redirect(`/sales/${saleId}`, 303);
  });

  hono.post("/sales/:saleId/ask", formLimit(), async (c) => {
    const saleId = saleIn(c);
    const form = v.safeParse(Ask, await readForm(c));
    if (!form.success) throw formIncomplete();
    const shopper = await sessions.find(c);
    if (shopper === undefined) return c.redirect(`/sales/${saleId}`, 303);
    const { key, ...body } = form.output;
    const call = { params: { saleId }, body, idempotencyKey: key, timeoutSeconds: askSeconds };
    try {
      const { state } = await flash.askForPiece(call);
      // Nothing is stored of it yet, so a page that is loaded anew would not know of this click.
      if (state === "deciding")
        return showSale(c, saleId, shopper, { notice: deciding, askAgain: true, key, status: 202 });
    } catch (error) {
      if (isAccountErased(error) || isUnknown(error)) throw error;
      const askAgain =
        error instanceof Refusal && (askAgainCodes.has(error.code) || error.kind === "deadline");
      // The same click again where nothing is decided yet; a new one where it is.
      const again = { notice: wordsOf(error), askAgain, key: askAgain ? key : newKey("ask") };
      return showSale(c, saleId, shopper, { ...again, status: statusOf(c, error) });
    }
    return c.redirect(`/sales/${saleId}`, 303);
  });
};

const isUnknown = (error: unknown): boolean => error instanceof Refusal && error.code === "sale-unknown";
