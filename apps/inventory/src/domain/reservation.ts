import type { Reservation as ReservationReply, ReservationStatus } from "@caravan/contracts";
import { reservationEnded } from "./refusals.ts";

/** Pieces of one SKU. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Stock held for one order: all lines or none. */
export interface Reservation {
  readonly id: string;
  readonly orderId: string;
  readonly status: ReservationStatus;
  readonly lines: readonly Line[];
  readonly expiresAt: Date;
}

/** What may be done to a reservation. `settle` is what a placed order does: it commits, whatever became of the hold. */
export type Step = "commit" | "release" | "expire" | "settle";

/** What a reservation does to stock, and the word the ledger has for it. */
export type StockEffect = "reserved" | "committed" | "released" | "expired";

/** The outcome of a step: the next status, and its effects on every line, in order. No effects: nothing changes. */
export interface Transition {
  readonly status: ReservationStatus;
  readonly effects: readonly StockEffect[];
}

const stay = (status: ReservationStatus): Transition => ({ status, effects: [] });
const committed: Transition = { status: "committed", effects: ["committed"] };
const takenAgain: Transition = { status: "committed", effects: ["reserved", "committed"] };

/** Every step from every status; what is absent is refused. Repeating a step that has been taken changes nothing. */
const transitions: Record<ReservationStatus, Partial<Record<Step, Transition>>> = {
  held: {
    commit: committed,
    settle: committed,
    release: { status: "released", effects: ["released"] },
    expire: { status: "expired", effects: ["expired"] },
  },
  committed: { commit: stay("committed"), settle: stay("committed") },
  released: { release: stay("released"), settle: takenAgain },
  expired: { expire: stay("expired"), settle: takenAgain },
};

/** Decides what `step` makes of a reservation. @throws Refusal `reservation-ended` when it may not be taken any more. */
export const transition = (reservation: Reservation, step: Step): Transition => {
  const next = transitions[reservation.status][step];
  if (next === undefined) throw reservationEnded(reservation);
  return next;
};

/** A new hold, its lines in SKU order. */
export const hold = (input: {
  id: string;
  orderId: string;
  lines: readonly Line[];
  now: Date;
  holdMinutes: number;
}): Reservation => ({
  id: input.id,
  orderId: input.orderId,
  status: "held",
  lines: inSkuOrder(input.lines),
  expiresAt: new Date(input.now.getTime() + input.holdMinutes * 60_000),
});

/** Reports whether both name the same quantities of the same SKUs, in whatever order. */
export const sameLines = (a: readonly Line[], b: readonly Line[]): boolean => {
  const wanted = new Map(b.map((line) => [line.sku, line.quantity]));
  return a.length === b.length && a.every((line) => wanted.get(line.sku) === line.quantity);
};

/** The reservation as other services see it. */
export const reservationReply = (reservation: Reservation): ReservationReply => ({
  ...reservation,
  lines: [...reservation.lines],
  expiresAt: reservation.expiresAt.toISOString(),
});

const inSkuOrder = (lines: readonly Line[]): Line[] =>
  lines
    .map(({ sku, quantity }) => ({ sku, quantity }))
    .sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
