import type { Reservation as ReservationReply, ReservationStatus } from "@caravan/contracts";
import { type Allocation, type Line, linesOf } from "./goods.ts";
import { reservationEnded } from "./refusals.ts";
import type { StockEffect } from "./stock.ts";

/** A requested reservation, before its allocation. */
export interface Wanted {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly Line[];
  readonly expiresAt: Date;
  /** The allotment that the pieces are to come from; null for free stock. */
  readonly allotmentId: string | null;
}

/** Stock held for one order: all lines or none, each from one or more warehouses. */
export interface Reservation {
  readonly id: string;
  readonly orderId: string;
  readonly status: ReservationStatus;
  readonly allocations: readonly Allocation[];
  readonly expiresAt: Date;
  /** The allotment that the pieces came from; null for free stock. */
  readonly allotmentId: string | null;
}

/** The steps of a reservation. */
export type Step = "commit" | "release" | "expire" | "return";

/**
 * The outcome of a step: the next status, and its effects on every allocation, in order. No effects: stock stays as it is.
 * With `reserved` the pieces are allocated again, from any warehouse.
 */
export interface Transition {
  readonly status: ReservationStatus;
  readonly effects: readonly StockEffect[];
}

const stay = (status: ReservationStatus): Transition => ({ status, effects: [] });
const released: Transition = { status: "released", effects: ["released"] };

/**
 * Every step from every status; an absent one is refused. Repeating a step changes nothing. Release
 * and return end an expired hold for good: a commit that arrives after them must be refused.
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

/** Decides the effect of `step` on a reservation. @throws Refusal `reservation-ended` when it is not allowed any more. */
export const transition = (reservation: Reservation, step: Step): Transition => {
  const next = transitions[reservation.status][step];
  if (next === undefined) throw reservationEnded(reservation);
  return next;
};

/** A requested reservation, its lines in SKU order. */
export const want = (input: {
  id: string;
  orderId: string;
  lines: readonly Line[];
  now: Date;
  holdMinutes: number;
  allotmentId?: string | undefined;
}): Wanted => ({
  id: input.id,
  orderId: input.orderId,
  lines: inSkuOrder(input.lines),
  expiresAt: new Date(input.now.getTime() + input.holdMinutes * 60_000),
  allotmentId: input.allotmentId ?? null,
});

/** The reservation for a request and its allocation. */
export const held = ({ lines: _, ...wanted }: Wanted, allocations: readonly Allocation[]): Reservation => ({
  ...wanted,
  status: "held",
  allocations,
});

/** The reservation in replies. */
export const reservationReply = ({
  allocations,
  expiresAt,
  allotmentId: _,
  ...rest
}: Reservation): ReservationReply => ({
  ...rest,
  lines: linesOf(allocations),
  expiresAt: expiresAt.toISOString(),
});

const inSkuOrder = (lines: readonly Line[]): Line[] =>
  lines
    .map(({ sku, quantity }) => ({ sku, quantity }))
    .sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
