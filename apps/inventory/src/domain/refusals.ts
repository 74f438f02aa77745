import { Refusal, type ReservationStatus } from "@caravan/contracts";
import type { Line } from "./goods.ts";
import { type Level, totalsOf } from "./stock.ts";

const pieces = (count: number): string => (count === 1 ? "1 piece" : `${count} pieces`);

/** Some lines exceed the free stock. Names each of them, and the free pieces. */
export const outOfStock = (
  lines: readonly Line[],
  levels: readonly Level[],
  fieldOf = (line: number): string => `lines.${line}.quantity`,
): Refusal => {
  const bySku = new Map(totalsOf(levels).map((level) => [level.sku, level.free]));
  const free = (sku: string): number => bySku.get(sku) ?? 0;
  const short = lines.filter((line) => free(line.sku) < line.quantity);
  const errors = short.map(({ sku, quantity }) => ({
    field: fieldOf(lines.findIndex((line) => line.sku === sku)),
    detail: `${sku}: ${quantity} wanted, ${free(sku)} free`,
  }));
  const detail = short
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

export const warehouseUnknown = (warehouse: string, known: readonly string[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "warehouse-unknown",
    detail: `There is no warehouse ${warehouse}; there are ${known.join(", ")}.`,
  });

export const countBelowReserved = (counted: number, { sku, warehouse, reserved }: Level): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "count-below-reserved",
    detail: `${pieces(counted)} of ${sku} were counted in ${warehouse}, but ${reserved} are reserved for orders; cancel some of them first.`,
  });

export const reservationUnknown = (id: string): Refusal =>
  new Refusal({ kind: "not-found", code: "reservation-unknown", detail: `There is no reservation ${id}.` });

export const reservationDiffers = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "reservation-differs",
    detail: `${orderId} already holds other quantities; one order has one reservation.`,
  });

export const reservationEnded = ({
  id,
  status,
}: {
  readonly id: string;
  readonly status: ReservationStatus;
}): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "reservation-ended",
    detail: `${id} is ${status}; that cannot be undone.`,
  });

export const allotmentUnknown = (id: string): Refusal =>
  new Refusal({ kind: "not-found", code: "allotment-unknown", detail: `There is no allotment ${id}.` });

export const noAllotmentOfSale = (saleId: string): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "allotment-unknown",
    detail: `There is no allotment of sale ${saleId}.`,
  });

/** The sale has an allotment of other content. */
export const allotmentDiffers = (saleId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "allotment-differs",
    detail: `${saleId} has an allotment of another SKU, size or time to pay; one sale has one allotment.`,
  });

/** The lines are not of the allotment's SKU alone. */
export const notOfAllotment = ({ id, sku }: { readonly id: string; readonly sku: string }): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "allotment-differs",
    detail: `${id} is of ${sku}; an order from it has one line, of that SKU.`,
  });
