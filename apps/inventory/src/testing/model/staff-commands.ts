import { newId } from "@caravan/contracts";
import { correctCount } from "../../use-cases/correct-count.ts";
import { restock } from "../../use-cases/restock.ts";
import { type Command, command } from "./hold-commands.ts";
import { add, outcomeOf } from "./shop.ts";

interface Where {
  readonly sku: string;
  readonly warehouse: string;
}
const actor = "usr_staff";

/** Pieces arrive, and the request is sent twice. */
export const restockTwice = (where: Where, quantity: number): Command =>
  command(`restock ${JSON.stringify(where)} ${quantity}`, async (beliefs, shop) => {
    const input = { ...where, quantity, actor, idempotencyKey: newId("key") };
    const told = await outcomeOf(restock(shop.dependencies, input));
    await restock(shop.dependencies, input);
    add(beliefs.onHand, [{ sku: where.sku, quantity }], 1);
    return { told, expected: "done" };
  });

/** A count that differs from the books, sent twice. */
export const countTwice = (where: Where, difference: number): Command =>
  command(`count ${JSON.stringify(where)} ${difference}`, async (beliefs, shop) => {
    const levels = await shop.dependencies.stock.levels([where.sku]);
    const level = levels.find(({ warehouse }) => warehouse === where.warehouse);
    if (level === undefined) throw new Error("no such place");
    const counted = Math.max(0, level.onHand + difference);
    const key = newId("key");
    const input = { ...where, counted, reason: "a count", actor, idempotencyKey: key };
    const expected = counted < level.reserved ? "count-below-reserved" : "done";
    const told = await outcomeOf(correctCount(shop.dependencies, input));
    if (expected === "done") {
      await correctCount(shop.dependencies, input);
      add(beliefs.onHand, [{ sku: where.sku, quantity: counted - level.onHand }], 1);
    }
    return { told, expected };
  });
