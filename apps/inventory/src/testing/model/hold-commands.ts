import { newId } from "@caravan/contracts";
import fc from "fast-check";
import type { Line } from "../../domain/goods.ts";
import { reserveStock } from "../../use-cases/reserve-stock.ts";
import { expectSound } from "./expect-sound.ts";
import { add, type Beliefs, couldHave, outcomeOf, type Shop } from "./shop.ts";

export type Command = fc.AsyncCommand<Beliefs, Shop>;

const expectOutcome = (told: string, expected: string): void => {
  if (told !== expected) throw new Error(`expected ${expected}, was told ${told}`);
};

/** One command: runs against the service and the model, and then checks the invariants. */
export const command = (
  name: string,
  run: (beliefs: Beliefs, shop: Shop) => Promise<{ told: string; expected: string }>,
  check: (beliefs: Readonly<Beliefs>) => boolean = () => true,
): Command => ({
  check,
  toString: () => name,
  async run(beliefs, shop) {
    const { told, expected } = await run(beliefs, shop);
    expectOutcome(told, expected);
    await expectSound(shop, beliefs);
  },
});

export const linesOver = (skus: readonly string[]): fc.Arbitrary<Line[]> =>
  fc.uniqueArray(fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 6 }) }), {
    selector: ({ sku }) => sku,
    minLength: 1,
  });

export const reserve = (shop: Shop, orderId: string, lines: readonly Line[], allotmentId?: string) =>
  reserveStock(shop.dependencies, { orderId, lines, allotmentId, idempotencyKey: orderId });

/** A hold for a new order. */
export const hold = (lines: readonly Line[]): Command =>
  command(`hold ${JSON.stringify(lines)}`, async (beliefs, shop) => {
    const orderId = newId("ord");
    const expected = couldHave(beliefs, lines) ? "done" : "out-of-stock";
    const told = await outcomeOf(reserve(shop, orderId, lines));
    const made = await shop.dependencies.reservations.findByOrder(orderId);
    if (told === "done" && made !== undefined) {
      beliefs.orders.push({ orderId, lines, id: made.id, status: "held" });
      add(beliefs.reserved, lines, 1);
    }
    return { told, expected };
  });

/** A repeated request of an order, perhaps with other lines, perhaps much later. */
export const holdAgain = (which: number, quantities: number): Command =>
  command(
    `hold again ${which} with ${quantities} more`,
    async (beliefs, shop) => {
      const order = beliefs.orders[which % beliefs.orders.length];
      if (order === undefined) return { told: "", expected: "" };
      const lines = order.lines.map((line) => ({ ...line, quantity: line.quantity + quantities }));
      const ended = order.status !== "held" && order.status !== "committed";
      return {
        expected: quantities > 0 ? "reservation-differs" : ended ? "reservation-ended" : "done",
        told: await outcomeOf(reserve(shop, order.orderId, lines, order.askedOf)),
      };
    },
    ({ orders }) => orders.length > 0,
  );
