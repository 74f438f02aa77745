import type { Reservation as ReservationReply, ReservationStatus } from "@caravan/contracts";
import { type Allocation, type Line, linesOf } from "./goods.ts";
import { reservationEnded } from "./refusals.ts";
import type { StockEffect } from "./stock.ts";

/** What an order asks for, before anybody has looked whether it is there. */
export interface Wanted {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly Line[];
  readonly expiresAt: Date;
}

/** Stock held for one order: all lines or none, each from one or more warehouses. */
export interface Reservation {
  readonly id: string;
  readonly orderId: string;
  readonly status: ReservationStatus;
  readonly allocations: readonly Allocation[];
  readonly expiresAt: Date;
}

/** What may be done to a reservation. */
export type Step = "commit" | "release" | "expire" | "return";

/**
 * The outcome of a step: the next status, and its effects on every allocation, in order. No effects: stock stays as it is.
 * With `reserved` the pieces are looked for anew, in any warehouse.
 */
export interface Transition {
  readonly status: ReservationStatus;
  readonly effects: readonly StockEffect[];
}

const stay = (status: ReservationStatus): Transition => ({ status, effects: [] });
const released: Transition = { status: "released", effects: ["released"] };

/**
 * Every step from every status; what is absent is refused. Repeating a step that has been taken changes nothing. Release
 * and return end an expired hold for good: a commit that arrives after them must find nothing to take again.
 */
const transitions: Record<ReservationStatus, Partial<Record<Step, Transition>>> = {
  held: {
    commit: { status: "committed", effects: ["committed"] },
    release: released,
    expire: { status: "expired", effects: ["expired"] },
    return: released,
  },
  committed: { commit: stay("committed"), return: { status: "returned", effects: ["returned"] } },
  released: { release: stay("released"), return: stay("released") },
  expired: {
    commit: { status: "committed", effects: ["reserved", "committed"] },
    release: stay("released"),
    expire: stay("expired"),
    return: stay("released"),
  },
  returned: { release: stay("returned"), return: stay("returned") },
};

/** Decides what `step` makes of a reservation. @throws Refusal `reservation-ended` when it may not be taken any more. */
export const transition = (reservation: Reservation, step: Step): Transition => {
  const next = transitions[reservation.status][step];
  if (next === undefined) throw reservationEnded(reservation);
  return next;
};

/** What an order wants held, its lines in SKU order. */
export const want = (input: {
  id: string;
  orderId: string;
  lines: readonly Line[];
  now: Date;
  holdMinutes: number;
}): Wanted => ({
  id: input.id,
  orderId: input.orderId,
  lines: inSkuOrder(input.lines),
  expiresAt: new Date(input.now.getTime() + input.holdMinutes * 60_000),
});

/** The reservation that holds what was wanted. */
export const held = ({ lines: _, ...wanted }: Wanted, allocations: readonly Allocation[]): Reservation => ({
  ...wanted,
  status: "held",
  allocations,
});

/** The reservation as other services see it. */
export const reservationReply = ({ allocations, expiresAt, ...rest }: Reservation): ReservationReply => ({
  ...rest,
  lines: linesOf(allocations),
  expiresAt: expiresAt.toISOString(),
});

const inSkuOrder = (lines: readonly Line[]): Line[] =>
  lines
    .map(({ sku, quantity }) => ({ sku, quantity }))
    .sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
