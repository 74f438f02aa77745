import { AddressId, type PostalAddress, Refusal } from "@caravan/contracts";
import { formLimit, pageUnknown, readForm } from "@caravan/pages";
import type { Context, Hono } from "hono";
import * as v from "valibot";
import type { ShowAccount } from "./account.ts";
import { readAddress } from "./checkout-form.ts";
import { fieldErrorsOf } from "./forms.ts";
import { fieldsWrong, wordsOf } from "./notices.ts";
import { statusOf } from "./page-context.ts";
import type { Parts } from "./parts.ts";

/** The account's address book. */
export const mountAddresses = (
  hono: Hono,
  { users, sessions, show }: Parts & { readonly show: ShowAccount },
): void => {
  /** Saves the input; when it is refused, shows it again in `form`. */
  const keep = async (
    c: Context,
    form: string,
    done: string,
    save: (address: PostalAddress) => Promise<unknown>,
  ) => {
    const values = await readForm(c);
    if ((await sessions.account(c)) === undefined) return c.redirect("/sign-in?next=account", 303);
    const address = readAddress(values);
    if ("errors" in address)
      return show(c, { form, values, errors: address.errors, notice: fieldsWrong, status: 400 });
    try {
      await save(address.output);
    } catch (error) {
      const refused = { form, values, errors: fieldErrorsOf(error), notice: wordsOf(error) };
      return show(c, { ...refused, status: statusOf(c, error) });
    }
    return c.redirect(`/account?done=${done}`, 303);
  };
  const idOf = (c: Context): string => {
    const addressId = c.req.param("addressId");
    if (!v.is(AddressId, addressId)) throw pageUnknown("address");
    return addressId;
  };

  hono.post("/account/addresses", formLimit(), (c) =>
    keep(c, "new", "kept", (body) => users.addAddress({ body })),
  );

  hono.post("/account/addresses/:addressId", formLimit(), async (c) => {
    const addressId = idOf(c);
    return keep(c, addressId, "changed", (body) => users.changeAddress({ params: { addressId }, body }));
  });

  hono.post("/account/addresses/:addressId/remove", formLimit(), async (c) => {
    const addressId = idOf(c);
    if ((await sessions.account(c)) === undefined) return c.redirect("/sign-in?next=account", 303);
    await users.removeAddress({ params: { addressId } }).catch((error: unknown) => {
      // Another tab removed it already, which is the wanted result.
      if (!(error instanceof Refusal) || error.code !== "address-unknown") throw error;
    });
    return c.redirect("/account?done=removed", 303);
  });
};
