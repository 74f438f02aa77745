import { CouponCodes, PostalAddress, ProductId, Quantity } from "@caravan/contracts";
import { FormKey } from "@caravan/pages";
import * as v from "valibot";
import { type CartLine, maximumLines } from "../domain/cart.ts";
import type { FieldErrors, Fields } from "../pages/fields.ts";
import { parseFields } from "./forms.ts";
import { formIncomplete } from "./refusals.ts";

const Line = v.pipe(
  v.string(),
  v.regex(/^[^:]+:[0-9]{1,2}$/),
  v.transform((text) => ({ productId: text.split(":")[0], quantity: Number(text.split(":")[1]) })),
  v.object({ productId: ProductId, quantity: Quantity }),
);

/** The form carries the reviewed lines, so that exactly these are ordered, whatever happened to the cart since. */
const Form = v.object({
  key: FormKey,
  lines: v.pipe(
    v.string(),
    v.transform((text) => text.split(" ")),
    v.pipe(
      v.array(Line),
      v.maxLength(maximumLines),
      v.check((lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length),
    ),
  ),
  seenCents: v.pipe(v.string(), v.regex(/^[0-9]{1,15}$/), v.transform(Number)),
  /** Present where the sum is agreed: it is by discounts, and by these codes. */
  codes: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(" ").filter((code) => code !== "")),
      CouponCodes,
    ),
  ),
  address: v.optional(v.string(), "new"),
  keep: v.optional(v.literal("yes")),
});
export type CheckoutForm = v.InferOutput<typeof Form>;

export const writeLines = (lines: readonly CartLine[]): string =>
  lines.map(({ productId, quantity }) => `${productId}:${quantity}`).join(" ");

/** @throws Refusal `form-incomplete` when a field is missing that the page fills in */
export const readCheckoutForm = (fields: Fields): CheckoutForm => {
  const form = v.safeParse(Form, fields);
  if (!form.success) throw formIncomplete();
  return form.output;
};

/** The address from the form, or its errors. */
export const readAddress = (fields: Fields): { output: PostalAddress } | { errors: FieldErrors } => {
  const { name, street, postalCode, city, country } = fields;
  return parseFields(PostalAddress, { name, street, postalCode, city, country });
};
