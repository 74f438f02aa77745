import { euros, newId, type Quote, Refusal } from "@caravan/contracts";
import type { Promotions, Tried } from "../dependencies.ts";
import type { Outcome } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";

const couponRefused = (code: string): Refusal =>
  new Refusal({ kind: "conflict", code: "coupon-refused", detail: `${code} is used.` });

/** The quote of so much off the first line. */
export const quoteOf = ({ lines }: Pick<Order, "lines">, cents: number, code: string | null): Quote => {
  const quoted = lines.map((line, i) => {
    const discount = i === 0 ? cents : 0;
    const { sku, productId, name, quantity, priceCents } = line;
    return {
      ...{ sku, productId, name, quantity, price: euros(priceCents), discount: euros(discount) },
      total: euros(priceCents * quantity - discount),
    };
  });
  const subtotal = lines.reduce((sum, { priceCents, quantity }) => sum + priceCents * quantity, 0);
  const off = [{ sku: lines[0]?.sku ?? "", discount: euros(cents) }];
  const applied = { promotionId: newId("prm"), name: "Spring", code, discount: euros(cents), why: "Spring" };
  return {
    ...{ lines: quoted, subtotal: euros(subtotal), discount: euros(cents), total: euros(subtotal - cents) },
    ...{ applied: cents === 0 ? [] : [{ ...applied, lines: off }], refused: [] },
  };
};

/**
 * Promotion: a coupon `SPRING` that can be used once and takes 500 cents off, and a rule that takes `ruleCents` off when it is set.
 * A cancellation before its try is remembered.
 */
export const fakePromotions = (
  asked: string[],
  answer: (name: string, usual?: Outcome) => Promise<Outcome>,
) => {
  const state = {
    /** Undefined: no answer. */
    ruleCents: 0 as number | undefined,
    /** What it last said. */
    hadRules: false,
    /** By order. */
    uses: new Map<string, { use: "held" | "used" | "back"; codes: readonly string[]; lines: string }>(),
    /** Returned by the next tries, one after the other. */
    tried: [] as Tried[],
    /** The lines and codes of the latest try. */
    wanted: undefined as { readonly order: Order; readonly codes: readonly string[] } | undefined,
  };
  const move = (orderId: string, use: "used" | "back", usual: Outcome) => {
    const known = state.uses.get(orderId);
    state.uses.set(orderId, { codes: [], lines: "", ...known, use });
    return usual;
  };
  const done: Outcome = { kind: "done", learned: {} };
  const promotions: Promotions = {
    hasRules: async () => (state.ruleCents === undefined ? undefined : state.ruleCents > 0),
    hadRules: () => state.hadRules,
    async tryUse(order, codes) {
      asked.push("try");
      state.wanted = { order, codes };
      const planned = state.tried.shift();
      if (planned !== undefined) return planned;
      const cause = new Refusal({ kind: "conflict", code: "use-ended", detail: "ended" });
      const lines = JSON.stringify(order.lines);
      const known = state.uses.get(order.id);
      if (known !== undefined && (known.use === "back" || known.lines !== lines))
        return { kind: "ended", cause };
      const others = [...state.uses].filter(([id, { use }]) => id !== order.id && use !== "back");
      const taken = others.flatMap(([, use]) => use.codes);
      const used = codes.find((code) => code !== "SPRING" || taken.includes(code));
      if (used !== undefined) return { kind: "refused", refusal: couponRefused(used) };
      state.uses.set(order.id, { use: "held", codes, lines });
      const cents = (codes.length > 0 ? 500 : 0) + (state.ruleCents ?? 0);
      return { kind: "held", quote: quoteOf(order, cents, codes[0] ?? null) };
    },
    async confirm(orderId) {
      const outcome = await answer("confirm-promotion");
      return outcome.kind === "done" ? move(orderId, "used", done) : outcome;
    },
    async cancel(orderId) {
      const outcome = await answer("cancel-promotion");
      return outcome.kind === "done" ? move(orderId, "back", done) : outcome;
    },
  };
  return { promotions, state };
};
