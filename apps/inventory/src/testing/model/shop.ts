import { newId, Refusal } from "@caravan/contracts";
import type { Dependencies, Stores } from "../../dependencies.ts";
import type { Line } from "../../domain/goods.ts";
import type { Reservation } from "../../domain/reservation.ts";
import type { Pieces } from "../fake-shelves.ts";

/** An order as the model sees it. */
export interface BelievedOrder {
  readonly orderId: string;
  readonly lines: readonly Line[];
  readonly id: string;
  status: Reservation["status"];
  /** The allotment that its pieces came from. */
  sale?: BelievedSale | undefined;
  /** The allotment that it asked for, which stays when its pieces come from free stock in the end. */
  readonly askedOf?: string | undefined;
}

/** An allotment as the model sees it. */
export interface BelievedSale {
  readonly id: string;
  readonly saleId: string;
  readonly sku: string;
  readonly pieces: number;
  left: number;
  open: boolean;
}

/** The state of the model: each order's reservation, and the pieces on hand and free of each SKU over all warehouses. */
export interface Beliefs {
  readonly orders: BelievedOrder[];
  readonly sales: BelievedSale[];
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
  sales: [],
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

/** The pieces of a hold that ends unpaid: they stay with an open allotment, and are free otherwise. */
export const putBack = (beliefs: Beliefs, { lines, sale }: BelievedOrder): void => {
  if (sale?.open) sale.left += lines.reduce((sum, { quantity }) => sum + quantity, 0);
  else add(beliefs.reserved, lines, -1);
};

/** Takes the pieces of an order from an allotment; false when it is closed or too little is left. */
export const takeLeft = (sale: BelievedSale | undefined, lines: readonly Line[]): boolean => {
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (!sale?.open || sale.left < pieces) return false;
  sale.left -= pieces;
  return true;
};

/** Reports whether all lines can be allocated: a line may be split, so only the sum over all warehouses counts. */
export const couldHave = ({ onHand, reserved }: Beliefs, lines: readonly Line[]): boolean =>
  lines.every(({ sku, quantity }) => (onHand[sku] ?? 0) - (reserved[sku] ?? 0) >= quantity);
