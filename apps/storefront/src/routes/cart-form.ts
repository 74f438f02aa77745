import { CouponCode, ProductId, Quantity } from "@caravan/contracts";
import * as v from "valibot";
import { maximumLines } from "../domain/cart.ts";
import type { Fields } from "../pages/fields.ts";
import { formIncomplete } from "./refusals.ts";

/** The raw input; the contract's own schema checks the limits. */
const QuantityField = v.pipe(v.string(), v.trim(), v.regex(/^[0-9]{1,6}$/), v.transform(Number), Quantity);

/** A quantity from raw input, or undefined when it is invalid. */
export const parseQuantity = (typed: string): number | undefined => {
  const quantity = v.safeParse(QuantityField, typed);
  return quantity.success ? quantity.output : undefined;
};

/** The form of a product's page or of the cart. */
export type CartForm =
  | { readonly deed: "add"; readonly productId: string; readonly quantity: string }
  | {
      readonly deed: "set" | "checkout" | "remove";
      readonly remove: string | undefined;
      /** Codes to be used: of the coupon whose button was pressed, and what was typed. */
      readonly codes: readonly string[];
      /** The code whose button to remove it was pressed. */
      readonly removeCode: string | undefined;
      /** What was typed for a code and is none. */
      readonly wrongCode: string | undefined;
      readonly quantities: ReadonlyMap<string, number>;
      /** Invalid input, by product. */
      readonly wrong: ReadonlyMap<string, string>;
    };

const Add = v.object({ do: v.literal("add"), productId: ProductId, quantity: v.optional(v.string(), "") });
const Change = v.object({
  do: v.optional(v.picklist(["set", "checkout"])),
  /** The button of a line. */
  remove: v.optional(ProductId),
  /** The button of a code. */
  removeCode: v.optional(CouponCode),
  /** The button of a coupon that the account was given. */
  useCode: v.optional(CouponCode),
  /** Empty when none was typed. */
  code: v.optional(v.string(), ""),
});

/** @throws Refusal `form-incomplete` when a field is missing that the page fills in */
export const readCartForm = (fields: Fields): CartForm => {
  const add = v.safeParse(Add, fields);
  if (add.success) return { deed: "add", productId: add.output.productId, quantity: add.output.quantity };
  const change = v.safeParse(Change, fields);
  if (!change.success) throw formIncomplete();
  const { do: button, remove, removeCode, useCode, code: typedCode } = change.output;
  const pressed = useCode === undefined ? button : "set";
  const deed = remove === undefined && removeCode === undefined ? pressed : "remove";
  if (deed === undefined) throw formIncomplete();
  const typed = new Map(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => {
      const id = name.startsWith("quantity.") ? name.slice("quantity.".length) : undefined;
      return v.is(ProductId, id) ? [[id, value]] : [];
    }),
  );
  if (typed.size > maximumLines) throw formIncomplete();
  const parsed = [...typed].map(([id, text]) => [id, text, parseQuantity(text)] as const);
  const code = v.safeParse(CouponCode, typedCode);
  const isWrong = !code.success && typedCode.trim() !== "";
  return {
    ...{ deed, remove, removeCode },
    codes: [...(useCode === undefined ? [] : [useCode]), ...(code.success ? [code.output] : [])],
    wrongCode: isWrong ? typedCode.slice(0, 40) : undefined,
    quantities: new Map(parsed.flatMap(([id, , amount]) => (amount === undefined ? [] : [[id, amount]]))),
    wrong: new Map(
      parsed.flatMap(([id, text, amount]) => (amount === undefined ? [[id, text.slice(0, 10)]] : [])),
    ),
  };
};
