import { cartFull, tooManyCodes } from "./refusals.ts";

export interface CartLine {
  readonly productId: string;
  readonly quantity: number;
}

/** What a shopper wants to buy, without prices: they are looked up in the catalogue for every page. */
export interface Cart {
  readonly lines: readonly CartLine[];
  /** The latest orders whose goods were removed or put back, so that each is done once. */
  readonly ordered: readonly string[];
  /** Coupons that the shopper typed in, in capitals; whether they count is looked up for every page. */
  readonly codes?: readonly string[] | undefined;
  /** The key of an order of exactly these lines and codes: placed once, however often and from whichever page it is sent. */
  readonly key?: string | undefined;
}

export const maximumLines = 50;
export const maximumQuantity = 99;
export const maximumCodes = 5;
const rememberedOrders = 20;

export const emptyCart: Cart = { lines: [], ordered: [] };

/** Adds pieces; at most 99 of one product. @throws Refusal `cart-full` */
export const addPieces = (cart: Cart, { productId, quantity }: CartLine): Cart => {
  const known = quantityOf(cart, productId);
  if (known > 0) return setQuantity(cart, productId, Math.min(known + quantity, maximumQuantity));
  if (cart.lines.length >= maximumLines) throw cartFull(maximumLines);
  return { ...cart, lines: [...cart.lines, { productId, quantity }] };
};

/** Sets a quantity; a product that another tab removed meanwhile stays removed. */
export const setQuantity = (cart: Cart, productId: string, quantity: number): Cart => {
  if ([0, quantity].includes(quantityOf(cart, productId))) return cart;
  const lines = cart.lines.map((line) => (line.productId === productId ? { productId, quantity } : line));
  return { ...cart, lines };
};

export const removeLine = (cart: Cart, productId: string): Cart =>
  quantityOf(cart, productId) === 0
    ? cart
    : { ...cart, lines: cart.lines.filter((line) => line.productId !== productId) };

/** Adds a coupon's code, once. @throws Refusal `too-many-codes` */
export const addCode = (cart: Cart, code: string): Cart => {
  const codes = cart.codes ?? [];
  if (codes.includes(code)) return cart;
  if (codes.length >= maximumCodes) throw tooManyCodes(maximumCodes);
  return { ...cart, codes: [...codes, code] };
};

export const removeCode = (cart: Cart, code: string): Cart =>
  cart.codes?.includes(code) ? { ...cart, codes: cart.codes.filter((other) => other !== code) } : cart;

/** Adds another cart's lines, as far as there is room. */
export const joinCarts = (cart: Cart, lines: readonly CartLine[]): Cart =>
  lines.reduce(
    (joined, line) =>
      joined.lines.length >= maximumLines && quantityOf(joined, line.productId) === 0
        ? joined
        : addPieces(joined, line),
    cart,
  );

/** What was added to a cart since it was read. */
export const addedSince = (before: Cart, now: Cart): readonly CartLine[] =>
  now.lines
    .map(({ productId, quantity }) => ({ productId, quantity: quantity - quantityOf(before, productId) }))
    .filter(({ quantity }) => quantity > 0);

/** Removes exactly the lines of an order, once per order, and the codes; what was added since stays. */
export const takeOut = (
  cart: Cart,
  order: { readonly id: string; readonly lines: readonly CartLine[] },
): Cart => {
  if (cart.ordered.includes(order.id)) return cart;
  const left = (line: CartLine): number =>
    line.quantity -
    order.lines
      .filter(({ productId }) => productId === line.productId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    lines: cart.lines.map((line) => ({ ...line, quantity: left(line) })).filter((line) => line.quantity > 0),
    ordered: [...cart.ordered, order.id].slice(-rememberedOrders),
  };
};

/** Puts the lines of an order back, once per `key` of the form. */
export const putBack = (cart: Cart, lines: readonly CartLine[], key: string): Cart =>
  cart.ordered.includes(key)
    ? cart
    : { ...joinCarts(cart, lines), ordered: [...cart.ordered, key].slice(-rememberedOrders) };

const quantityOf = (cart: Cart, productId: string): number =>
  cart.lines.find((line) => line.productId === productId)?.quantity ?? 0;
