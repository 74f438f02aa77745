import { userRoutes } from "@caravan/contracts";
import { formLimit, privatePage, readForm, render } from "@caravan/pages";
import { log } from "@caravan/service-kit";
import type { Context, Hono } from "hono";
import { type SignInParts, signInPage, signUpPage } from "../pages/sign-in.ts";
import { passwordSeconds, signInWithDevice } from "../use-cases/sign-in-with-device.ts";
import { fieldErrorsOf, parseFields } from "./forms.ts";
import { nextOf, nextPath } from "./next-page.ts";
import { fieldsWrong, wordsOf } from "./notices.ts";
import { loadFrame, statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { deviceTokenOf } from "./session.ts";
import { forgetWaiting } from "./waiting-order.ts";

/** Sign-in, sign-up and sign-out. The guest's cart is transferred to the account. */
export const mountSignIn = (hono: Hono, { catalogue, carts, users, sessions }: Parts): void => {
  const page = { "/sign-in": signInPage, "/sign-up": signUpPage };
  const open = {
    "/sign-in": async (c: Context, fields: unknown) => {
      const form = parseFields(userRoutes.signIn.body, fields);
      if ("errors" in form) return form;
      return { session: await signInWithDevice(users, form.output, deviceTokenOf(c)) };
    },
    "/sign-up": async (_: Context, fields: unknown) => {
      const form = parseFields(userRoutes.signUp.body, fields);
      return "errors" in form
        ? form
        : { session: await users.signUp({ body: form.output, timeoutSeconds: passwordSeconds }) };
    },
  };

  for (const path of ["/sign-in", "/sign-up"] as const) {
    const show = async (c: Context, parts: Omit<SignInParts, "next">, status?: number) => {
      const frame = await loadFrame(catalogue);
      return privatePage(c, render(page[path](frame, { next: nextOf(c), ...parts })), status);
    };

    hono.get(path, async (c) => {
      if ((await sessions.account(c)) !== undefined) return c.redirect(nextPath(nextOf(c)), 303);
      return show(c, { values: {}, errors: {} });
    });

    hono.post(path, formLimit(), async (c) => {
      const { email, password, name } = await readForm(c);
      const values = { email: email ?? "", name: name ?? "" };
      try {
        const before = await sessions.find(c);
        const guest = before?.subject.startsWith("gst_") ? before.subject : undefined;
        // Before the sign-in: a cart that is unreachable now could not be transferred.
        if (guest !== undefined) await carts.read(guest);
        const result = await open[path](c, { email, password, ...(path === "/sign-up" ? { name } : {}) });
        if ("errors" in result) return show(c, { values, errors: result.errors, notice: fieldsWrong }, 400);
        const { subject } = sessions.start(c, result.session);
        if (guest !== undefined)
          await carts
            .join(guest, subject)
            .catch((error: unknown) => log.warn({ err: error }, "cart not joined"));
        return c.redirect(nextPath(nextOf(c)), 303);
      } catch (error) {
        const parts = { values, errors: fieldErrorsOf(error), notice: wordsOf(error) };
        return show(c, parts, statusOf(c, error));
      }
    });
  }

  hono.post("/sign-out", async (c) => {
    await sessions.end(c);
    forgetWaiting(c);
    // Who signs out in order to sign in as another is led on.
    return c.redirect(c.req.query("next") === undefined ? "/" : `/sign-in?next=${nextOf(c)}`, 303);
  });
};
