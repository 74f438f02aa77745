import { linesOf, sameLines } from "../../domain/goods.ts";
import type { Beliefs, Shop } from "./shop.ts";

/** Throws when an invariant is violated for any SKU and warehouse, or the stock differs from the model. */
export const expectSound = async ({ dependencies, skus }: Shop, beliefs: Beliefs): Promise<void> => {
  const { stock, reservations, allotments } = dependencies;
  const levels = await stock.levels(skus);
  const ledger = (
    await Promise.all(skus.map((sku) => stock.movements({ sku, before: undefined, limit: 10_000 })))
  ).flat();
  const kept = await Promise.all(
    beliefs.orders.map(async ({ id, status, lines }) => {
      const reservation = await reservations.find(id);
      must(reservation?.status === status, `${id} is ${reservation?.status}, not ${status}`);
      const own = reservation?.allocations ?? [];
      must(sameLines(linesOf(own), lines), `${id} holds other quantities than its order asked for`);
      return { status, own };
    }),
  );
  const sales = await Promise.all(
    beliefs.sales.map(async ({ id, left, open, sku }) => {
      const { places = [], status } = (await allotments.find(id)) ?? {};
      must(status === (open ? "open" : "closed"), `${id} is ${status}`);
      must(sum(places, (it) => it.left) === left, `${id} has not ${left} left`);
      for (const place of places) {
        const moved = ledger.filter((it) => it.allotmentId === id && it.warehouse === place.warehouse);
        must(place.left >= 0, `${id} has ${place.left} left in ${place.warehouse}`);
        must(sum(moved, (it) => it.reservedDelta) === place.left, `${id}: the ledger says otherwise`);
      }
      return places.map((place) => ({ sku, warehouse: place.warehouse, quantity: place.left }));
    }),
  );
  const held = [...kept.filter(({ status }) => status === "held").flatMap(({ own }) => own), ...sales.flat()];
  for (const { sku, warehouse, onHand, reserved } of levels) {
    const here = (it: { sku: string; warehouse: string }) => it.sku === sku && it.warehouse === warehouse;
    const place = `${sku} in ${warehouse}`;
    const own = ledger.filter(here);
    must(0 <= reserved && reserved <= onHand, `${place}: ${reserved} of ${onHand} are reserved`);
    must(
      sum(own, (it) => it.onHandDelta) === onHand,
      `${place}: the ledger does not sum to ${onHand} on hand`,
    );
    must(
      sum(own, (it) => it.reservedDelta) === reserved,
      `${place}: the ledger does not sum to ${reserved} reserved`,
    );
    must(
      sum(held.filter(here), (it) => it.quantity) === reserved,
      `${place}: ${reserved} reserved, held lines and sales want other`,
    );
  }
  for (const sku of skus) {
    const own = levels.filter((level) => level.sku === sku);
    must(sum(own, (it) => it.onHand) === beliefs.onHand[sku], `${sku}: not ${beliefs.onHand[sku]} on hand`);
    must(sum(own, (it) => it.reserved) === beliefs.reserved[sku], `${sku}: not so many reserved`);
  }
};

const sum = <T>(all: readonly T[], part: (one: T) => number): number =>
  all.reduce((total, one) => total + part(one), 0);

const must = (holds: boolean, fault: string): void => {
  if (!holds) throw new Error(fault);
};
