import { Refusal, userRoutes } from "@caravan/contracts";
import { formLimit, privatePage, readForm, render, sendOnce } from "@caravan/pages";
import { log } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import { accountPage, erasedPage, type RefusedForm } from "../pages/account.ts";
import type { FieldErrors } from "../pages/fields.ts";
import type { Words } from "../pages/notice.ts";
import { passwordSeconds } from "../use-cases/sign-in-with-device.ts";
import { parseFields } from "./forms.ts";
import { fieldsWrong, wordsOf } from "./notices.ts";
import { loadFrame, statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { shopperMoments } from "./shopper-zone.ts";
import { forgetWaiting } from "./waiting-order.ts";

/** A refused form of the page, to be shown again. */
export type Refused = RefusedForm & { readonly status: number };

export type ShowAccount = (c: Context, refused?: Refused) => Promise<Response>;

const Done = v.object({
  done: v.fallback(v.optional(v.picklist(["password", "kept", "changed", "removed"])), undefined),
});
const signIn = "/sign-in?next=account";

export const createShowAccount =
  ({ catalogue, users, coupons }: Pick<Parts, "catalogue" | "users" | "coupons">): ShowAccount =>
  async (c, refused) => {
    const [frame, user, addresses, given] = await Promise.all([
      loadFrame(catalogue),
      users.getMe({ timeoutSeconds: 3 }),
      users.listAddresses({ timeoutSeconds: 3 }),
      coupons.given(),
    ]);
    const { done } = v.parse(Done, c.req.query());
    const parts = {
      user,
      addresses: addresses.items,
      coupons: given,
      done: refused === undefined ? done : undefined,
      moments: shopperMoments(c, addresses.items[0]?.country),
    };
    return privatePage(c, render(accountPage(frame, { ...parts, refused })), refused?.status);
  };

/** The account page: addresses, password, export and erasure. */
export const mountAccount = (
  hono: Hono,
  { catalogue, carts, users, sessions, show }: Parts & { readonly show: ShowAccount },
): void => {
  hono.get("/account", async (c) =>
    (await sessions.account(c)) === undefined ? c.redirect(signIn, 303) : show(c),
  );

  hono.post("/account/password", formLimit(), async (c) => {
    const { currentPassword, newPassword } = await readForm(c);
    if ((await sessions.account(c)) === undefined) return c.redirect(signIn, 303);
    const form = parseFields(userRoutes.changePassword.body, { currentPassword, newPassword });
    const again = { form: "password", values: {} } as const;
    if ("errors" in form) return show(c, { ...again, errors: form.errors, notice: fieldsWrong, status: 400 });
    try {
      sessions.start(c, await users.changePassword({ body: form.output, timeoutSeconds: passwordSeconds }));
    } catch (error) {
      return show(c, { ...again, ...passwordRefused("currentPassword", error), status: statusOf(c, error) });
    }
    return c.redirect("/account?done=password", 303);
  });

  hono.get("/account/data.json", async (c) => {
    if ((await sessions.account(c)) === undefined) return c.redirect(signIn, 303);
    const data = await users.exportMe({ timeoutSeconds: 4 });
    c.header("cache-control", "no-store");
    c.header("content-disposition", 'attachment; filename="caravan-data.json"');
    return sendOnce(c, JSON.stringify(data, undefined, 2), "application/json; charset=utf-8");
  });

  hono.post("/account/erase", formLimit(), async (c) => {
    const { password = "" } = await readForm(c);
    const account = await sessions.account(c);
    if (account === undefined) return c.redirect(signIn, 303);
    try {
      await users.eraseMe({ body: { password: password.slice(0, 200) }, timeoutSeconds: passwordSeconds });
    } catch (error) {
      const again = { form: "erase", values: {}, ...passwordRefused("password", error) };
      return show(c, { ...again, status: statusOf(c, error) });
    }
    await carts
      .forget(account.subject)
      .catch((error: unknown) => log.warn({ err: error }, "cart not forgotten"));
    await sessions.end(c);
    forgetWaiting(c);
    const frame = await loadFrame(catalogue);
    return privatePage(c, render(erasedPage(frame)));
  });
};

/** A wrong password is marked at its field. */
const passwordRefused = (field: string, error: unknown): { notice: Words; errors: FieldErrors } =>
  error instanceof Refusal && error.code === "credentials-wrong"
    ? {
        notice: { title: "That is not your password", detail: "Nothing was changed. Please try again." },
        errors: { [field]: "This is not your password." },
      }
    : { notice: wordsOf(error), errors: {} };
