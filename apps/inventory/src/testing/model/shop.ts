import { newId, Refusal } from "@caravan/contracts";
import type { Dependencies, Stores } from "../../dependencies.ts";
import type { Line } from "../../domain/goods.ts";
import type { Reservation } from "../../domain/reservation.ts";
import type { Pieces } from "../fake-shelves.ts";

/** The state of the model: each order's reservation, and the pieces on hand and free of each SKU over all warehouses. */
export interface Beliefs {
  readonly orders: { orderId: string; lines: readonly Line[]; id: string; status: Reservation["status"] }[];
  readonly onHand: Record<string, number>;
  readonly reserved: Record<string, number>;
}

/** The service under test, with a clock of its own. */
export interface Shop {
  readonly dependencies: Dependencies;
  readonly skus: readonly string[];
  passMinutes(minutes: number): void;
}

export const openShop = (stores: Stores, skus: readonly string[]): Shop => {
  let now = new Date("2026-11-21T09:30:00.000Z");
  return {
    skus,
    dependencies: {
      app: "inventory",
      version: "v1",
      ...stores,
      now: () => now,
      newReservationId: () => newId("rsv"),
      newAllotmentId: () => newId("alm"),
      holdMinutes: 15,
      count: () => {},
      showUnexpired: () => {},
      log: { error: () => {} },
    },
    passMinutes(minutes) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
  };
};

export const believe = (pieces: Pieces): Beliefs => ({
  orders: [],
  onHand: Object.fromEntries(
    Object.entries(pieces).map(([sku, own]) => [sku, Object.values(own).reduce((sum, it) => sum + it, 0)]),
  ),
  reserved: Object.fromEntries(Object.keys(pieces).map((sku) => [sku, 0])),
});

/** The code of a refusal, or `done`. */
export const outcomeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

/** Adds pieces of lines to the figures, or takes them off. */
export const add = (figures: Record<string, number>, lines: readonly Line[], sign: 1 | -1): void => {
  for (const { sku, quantity } of lines) figures[sku] = (figures[sku] ?? 0) + sign * quantity;
};

/** Reports whether all lines can be allocated: a line may be split, so only the sum over all warehouses counts. */
export const couldHave = ({ onHand, reserved }: Beliefs, lines: readonly Line[]): boolean =>
  lines.every(({ sku, quantity }) => (onHand[sku] ?? 0) - (reserved[sku] ?? 0) >= quantity);
