import { newId } from "@caravan/contracts";
import { closeAllotment } from "../../use-cases/close-allotment.ts";
import { openAllotment } from "../../use-cases/open-allotment.ts";
import { type Command, command, reserve } from "./hold-commands.ts";
import { add, couldHave, outcomeOf, takeLeft } from "./shop.ts";

const holdSeconds = 300;

/** Sets pieces aside for a sale, and is asked twice. */
export const openSale = (sku: string, pieces: number): Command =>
  command(`open a sale of ${pieces} ${sku}`, async (beliefs, { dependencies }) => {
    const saleId = newId("sal");
    const lines = [{ sku, quantity: pieces }];
    const expected = couldHave(beliefs, lines) ? "done" : "out-of-stock";
    const open = () =>
      openAllotment(dependencies, { saleId, sku, pieces, holdSeconds, idempotencyKey: saleId });
    const told = new Set([await outcomeOf(open()), await outcomeOf(open())]);
    const made = await dependencies.allotments.findBySale(saleId);
    if (made !== undefined) {
      beliefs.sales.push({ id: made.id, saleId, sku, pieces, left: pieces, open: true });
      add(beliefs.reserved, lines, 1);
    }
    return { told: [...told].join(), expected };
  });

/** Puts back what is left of a sale, up to three times at once. */
export const closeSale = (which: number, times: number): Command =>
  command(
    `close sale ${which} ${times} times`,
    async (beliefs, { dependencies }) => {
      const sale = beliefs.sales[which % beliefs.sales.length];
      if (sale === undefined) return { told: "", expected: "" };
      const input = { allotmentId: sale.id, idempotencyKey: sale.id };
      const answers = await Promise.all(
        Array.from({ length: times }, () => outcomeOf(closeAllotment(dependencies, input))),
      );
      add(beliefs.reserved, [{ sku: sale.sku, quantity: sale.left }], -1);
      Object.assign(sale, { left: 0, open: false });
      return { told: [...new Set(answers)].join(), expected: "done" };
    },
    ({ sales }) => sales.length > 0,
  );

/** A hold for an order of a sale. */
export const holdOfSale = (which: number, quantity: number): Command =>
  command(
    `hold ${quantity} of sale ${which}`,
    async (beliefs, shop) => {
      const sale = beliefs.sales[which % beliefs.sales.length];
      if (sale === undefined) return { told: "", expected: "" };
      const lines = [{ sku: sale.sku, quantity }];
      const orderId = newId("ord");
      const told = await outcomeOf(reserve(shop, orderId, lines, sale.id));
      const made = await shop.dependencies.reservations.findByOrder(orderId);
      const expected = takeLeft(sale, lines) ? "done" : "out-of-stock";
      if (made !== undefined)
        beliefs.orders.push({ orderId, lines, id: made.id, status: "held", sale, askedOf: sale.id });
      return { told, expected };
    },
    ({ sales }) => sales.length > 0,
  );
