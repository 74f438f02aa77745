import { Refusal } from "@caravan/contracts";
import type { Line, Reservation } from "./reservation.ts";
import type { Level } from "./stock.ts";

const pieces = (count: number): string => (count === 1 ? "1 piece" : `${count} pieces`);

/** Some lines want more than there is. Names each of them, and how many are free. */
export const outOfStock = (lines: readonly Line[], levels: readonly Level[]): Refusal => {
  const bySku = new Map(levels.map((level) => [level.sku, level]));
  const free = (sku: string): number => {
    const level = bySku.get(sku);
    return level === undefined ? 0 : level.onHand - level.reserved;
  };
  const short = lines.filter((line) => free(line.sku) < line.quantity);
  // Somebody gave pieces back between the refused update and this look: still refused, so name every line.
  const named = short.length > 0 ? short : lines;
  const errors = named.map(({ sku, quantity }) => ({
    field: `lines.${lines.findIndex((line) => line.sku === sku)}.quantity`,
    detail: `${sku}: ${quantity} wanted, ${free(sku)} free`,
  }));
  const detail = named
    .map(({ sku, quantity }) => `${sku}: ${pieces(quantity)} wanted, ${free(sku)} free`)
    .join("; ");
  return new Refusal({
    kind: "conflict",
    code: "out-of-stock",
    detail: `Not enough stock. ${detail}.`,
    errors,
  });
};

export const skuUnknown = (skus: readonly string[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "sku-unknown",
    detail: `No stock is kept of ${skus.join(", ")}.`,
  });

export const stockUnknown = (sku: string): Refusal =>
  new Refusal({ kind: "not-found", code: "sku-unknown", detail: `No stock is kept of ${sku}.` });

export const reservationUnknown = (id: string): Refusal =>
  new Refusal({ kind: "not-found", code: "reservation-unknown", detail: `There is no reservation ${id}.` });

export const reservationDiffers = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "reservation-differs",
    detail: `${orderId} already holds other quantities; one order has one reservation.`,
  });

export const reservationEnded = ({ id, status }: Pick<Reservation, "id" | "status">): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "reservation-ended",
    detail: `${id} is ${status}; that cannot be undone.`,
  });

/** Keys of reservation routes are the id they are about, so the effect itself remembers them. */
export const keyMismatch = (expected: string): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "idempotency-key-mismatch",
    detail: `The Idempotency-Key of this request must be ${expected}.`,
  });
