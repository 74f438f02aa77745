import { limitBody } from "@caravan/body-limit";
import { parseForm } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import type { Dependencies } from "../dependencies.ts";
import { type Card, checkCard } from "../domain/card.ts";
import type { Intent } from "../domain/intent.ts";
import { formTooLarge, pageUnknown } from "../domain/refusals.ts";
import { endedPage } from "../pages/ended.ts";
import { fieldNames, type PayTrouble, payPage } from "../pages/pay.ts";
import { style, stylePath } from "../pages/style.ts";
import { confirmIntent } from "../use-cases/confirm-intent.ts";
import { getIntent } from "../use-cases/get-intent.ts";
import { pageReply } from "./page-reply.ts";

const maximumFormBytes = 4096;
const intentId = /^int_[0-9a-f-]{36}$/;

/** The page on which the shopper confirms. An intent's id is enough to pay it: ids cannot be guessed. */
export const mountPay = (hono: Hono, dependencies: Dependencies): void => {
  const limit = limitBody({
    mostBytes: maximumFormBytes,
    onTooLarge: () => {
      throw formTooLarge();
    },
  });
  const { merchantName } = dependencies;
  hono.get("/pay/:intentId", async (c) => {
    const intent = await read(dependencies, c);
    return intent.status === "created"
      ? pageReply(c, payPage(intent, merchantName), 200, new URL(intent.returnUrl).origin)
      : pageReply(c, endedPage(intent, intent.status, merchantName), 200);
  });
  hono.post("/pay/:intentId", limit, async (c) => {
    const form = parseForm(await c.req.arrayBuffer());
    const before = await read(dependencies, c);
    if (before.status !== "created") return back(c, before);
    // Nothing is decided: the shopper may come back and pay, as long as the merchant waits.
    if (textOf(form, "action") === "cancel") return back(c, before, "outcome=cancelled");
    const again = (trouble: PayTrouble, status: number) =>
      pageReply(c, payPage(before, merchantName, trouble), status, new URL(before.returnUrl).origin);
    const card: Card = {
      number: textOf(form, fieldNames.number),
      expiry: textOf(form, fieldNames.expiry),
      securityCode: textOf(form, fieldNames.securityCode),
    };
    const errors = checkCard(card, dependencies.now());
    if (Object.keys(errors).length > 0) return again({ errors }, 422);
    const { intent, declined } = await confirmIntent(dependencies, { intentId: before.id, card });
    return intent.status === "created" && declined !== undefined ? again({ declined }, 402) : back(c, intent);
  });
  hono.get("/assets/:file", (c) => {
    if (c.req.path !== stylePath) throw pageUnknown();
    c.header("cache-control", "public, max-age=31536000, immutable");
    return c.body(style, 200, { "content-type": "text/css; charset=utf-8" });
  });
};

const read = async (dependencies: Dependencies, c: Context): Promise<Intent> => {
  const id = c.req.param("intentId") ?? "";
  if (!intentId.test(id)) throw pageUnknown();
  return getIntent(dependencies, { intentId: id });
};

const textOf = (form: Readonly<Record<string, string>>, name: string): string => form[name] ?? "";

/**
 * The merchant's return address. A decision goes to the merchant by callback only; that the shopper went back without one is
 * added to the address.
 */
const back = (c: Context, { returnUrl }: Intent, said?: string): Response => {
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  const target = new URL(returnUrl);
  if (said !== undefined) target.search += `${target.search === "" ? "?" : "&"}${said}`;
  return c.redirect(target.href, 303);
};
