import { euros, type Money, type Product, Refusal } from "@caravan/contracts";
import { useShared } from "@caravan/service-kit";
import type { CartLine } from "../domain/cart.ts";
import type { Catalogue } from "./catalogue.ts";

/** A line as shown: `gone` is no longer sold, `unknown` cannot be looked up at the moment. */
export type ShownLine = CartLine &
  (
    | { readonly state: "sold"; readonly product: Product; readonly total: Money }
    | { readonly state: "gone" | "unknown" }
  );

export interface ShownCart {
  readonly lines: readonly ShownLine[];
  /** Of the items that can be bought; undefined while a price is unknown. */
  readonly total: Money | undefined;
}

export type SoldLine = Extract<ShownLine, { state: "sold" }>;
export const isSold = (line: ShownLine): line is SoldLine => line.state === "sold";

/** Looks up the current prices. Never rejects: a cart without prices is better than no cart. */
export const showCart = async (catalogue: Catalogue, lines: readonly CartLine[]): Promise<ShownCart> => {
  const shown = await Promise.all(lines.map((line) => showLine(catalogue, line)));
  const sum = shown.filter(isSold).reduce((cents, line) => cents + line.total.amountCents, 0);
  return { lines: shown, total: shown.some(({ state }) => state === "unknown") ? undefined : euros(sum) };
};

const showLine = async (catalogue: Catalogue, line: CartLine): Promise<ShownLine> => {
  try {
    const product = useShared(await catalogue.product(line.productId));
    return { ...line, state: "sold", product, total: euros(product.price.amountCents * line.quantity) };
  } catch (error) {
    const isGone = error instanceof Refusal && error.kind === "not-found";
    return { ...line, state: isGone ? "gone" : "unknown" };
  }
};
