import { CouponCodes, ProductId, Quantity, Refusal } from "@caravan/contracts";
import * as v from "valibot";
import { addedSince, type Cart, emptyCart, joinCarts, maximumCodes, maximumLines } from "../domain/cart.ts";
import { cartsUnwritable } from "../domain/refusals.ts";

/** The part of the sidecar's state store that carts need. */
export interface CartState {
  get<S extends v.GenericSchema>(
    key: string,
    schema: S,
  ): Promise<{ readonly value: v.InferOutput<S>; readonly etag: string | undefined } | undefined>;
  /** @throws Refusal `state-conflict` when the value is not the one of the etag, or with `ifAbsent` when there is one */
  save(
    key: string,
    value: unknown,
    options?: { etag?: string; ifAbsent?: boolean; ttlSeconds?: number },
  ): Promise<void>;
  delete(key: string, options?: { etag?: string }): Promise<void>;
}

/** The carts of all shoppers, in the state store. Concurrent changes of one cart are all kept. */
export interface Carts {
  read(subject: string): Promise<Cart>;
  /** Reads, decides, writes; repeats when the cart was written in between. `change` may run several times. */
  change(subject: string, change: (cart: Cart) => Cart): Promise<Cart>;
  /** Adds a guest's cart to an account's, then deletes it. */
  join(guest: string, account: string): Promise<void>;
  forget(subject: string): Promise<void>;
}

const StoredCart = v.object({
  lines: v.pipe(v.array(v.object({ productId: ProductId, quantity: Quantity })), v.maxLength(maximumLines)),
  ordered: v.optional(v.array(v.string()), []),
  /** Written by this version, and unknown to the one before. */
  codes: v.optional(v.fallback(CouponCodes, []), []),
  key: v.optional(v.string()),
});

/** A guest's session ends after a week, and the cart with it. */
const guestDays = 7;
const accountDays = 30;
const keptSeconds = (subject: string): number =>
  (subject.startsWith("gst_") ? guestDays : accountDays) * 24 * 3600;
const attempts = 12;

const keyOf = (subject: string): string => `cart:${subject}`;
const isConflict = (error: unknown): boolean => error instanceof Refusal && error.code === "state-conflict";

/** The codes of both carts, as far as there is room. */
const joinCodes = ({ codes = [] }: Cart, more: readonly string[]): Pick<Cart, "codes"> => ({
  codes: [...new Set([...codes, ...more])].slice(0, maximumCodes),
});

export const createCarts = (
  state: CartState,
  { pause, newKey }: { pause: (seconds: number) => Promise<void>; newKey: () => string },
): Carts => {
  /**
   * Tries until no other write comes in between, with a growing random pause. daprd reports
   * every refused write with an ETag as a conflict, also that of a full store: when the entry is unchanged, it was none.
   */
  const untilAlone = async <T>(
    work: (seen: (etag: string | undefined) => void) => Promise<T>,
  ): Promise<T> => {
    let [last, unchanged]: [string | undefined | null, number] = [null, 0];
    for (let attempt = 1; ; attempt += 1) {
      const seen = (etag: string | undefined) => {
        unchanged = etag === last ? unchanged + 1 : 0;
        last = etag;
      };
      try {
        return await work(seen);
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (unchanged >= 2) throw cartsUnwritable(error);
        if (attempt === attempts) throw error;
        await pause(Math.random() * 0.01 * attempt);
      }
    }
  };

  const change: Carts["change"] = (subject, decide) =>
    untilAlone(async (seen) => {
      const entry = await state.get(keyOf(subject), StoredCart);
      seen(entry?.etag);
      const before = entry?.value ?? emptyCart;
      const decided = decide(before);
      if (decided === before) return before;
      // Other lines or codes are another order, unless the change sets the key.
      const isSame = decided.lines === before.lines && decided.codes === before.codes;
      const isOther = !isSame && decided.key === before.key;
      const after = isOther || decided.key === undefined ? { ...decided, key: newKey() } : decided;
      const only = entry?.etag === undefined ? { ifAbsent: true } : { etag: entry.etag };
      await state.save(keyOf(subject), after, { ...only, ttlSeconds: keptSeconds(subject) });
      return after;
    });

  return {
    change,
    read: async (subject) => (await state.get(keyOf(subject), StoredCart))?.value ?? emptyCart,
    async join(guest, account) {
      let joined = emptyCart;
      await untilAlone(async (seen) => {
        const entry = await state.get(keyOf(guest), StoredCart);
        seen(entry?.etag);
        if (entry === undefined) return;
        const fresh = addedSince(joined, entry.value);
        // A guest's form that is sent after signing in finds the order that it placed before.
        const { key, codes } = entry.value;
        if (fresh.length > 0)
          await change(account, (cart) => ({
            ...joinCarts(cart, fresh),
            ...joinCodes(cart, codes),
            ...(cart.lines.length === 0 && key !== undefined ? { key } : {}),
          }));
        joined = entry.value;
        await state.delete(keyOf(guest), entry.etag === undefined ? {} : { etag: entry.etag });
      });
    },
    forget: (subject) => state.delete(keyOf(subject)),
  };
};
