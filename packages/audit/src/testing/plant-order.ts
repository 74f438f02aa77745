import * as bank from "@caravan/bank/schema";
import {
  newId,
  type OrderStatus,
  orderIsFinal,
  type ReservationStatus,
  type ShipmentStatus,
} from "@caravan/contracts";
import { movements, reservationLines, reservations, warehouseStock } from "@caravan/inventory/schema";
import { packages, shipments } from "@caravan/logistics/schema";
import { orderLines, orders, orderTimeline } from "@caravan/order/schema";
import { bookLines, bookMovements, payments, refunds } from "@caravan/payment/schema";
import { eq, sql } from "drizzle-orm";
import type { TestShop, Writer } from "./open-shop.ts";

/** What an order left behind in all services. Two pieces at five euros each. */
export interface Planted {
  status: OrderStatus;
  reservation: ReservationStatus;
  /** Whether its money was taken, and whether it went back. */
  money?: "captured" | "refunded";
  shipment?: ShipmentStatus;
  /** When all of it happened. */
  at: Date;
}

/** The ids of a planted order. */
export interface Ids {
  shopper: string;
  order: string;
  reservation: string;
  payment: string;
  refund: string;
  shipment: string;
}

const quantity = 2;
const priceCents = 500;
const total = quantity * priceCents;
export const sku = "CAR-0001";
export const warehouse = "north";
const dayAfter = (at: Date) => new Date(at.getTime() + 86_400_000);

type Move = Pick<typeof movements.$inferInsert, "reason" | "onHandDelta" | "reservedDelta">;
const reserved: Move = { reason: "reserved", onHandDelta: 0, reservedDelta: quantity };
const committed: Move = { reason: "committed", onHandDelta: -quantity, reservedDelta: -quantity };

/** What each status of a reservation moved. */
const moves: Record<ReservationStatus, Move[]> = {
  held: [reserved],
  committed: [reserved, committed],
  released: [reserved, { reason: "released", onHandDelta: 0, reservedDelta: -quantity }],
  expired: [reserved, { reason: "expired", onHandDelta: 0, reservedDelta: -quantity }],
  returned: [reserved, committed, { reason: "returned", onHandDelta: quantity, reservedDelta: 0 }],
};

/** Plants an order and everything that belongs to it, so that all is well. */
export async function plantOrder(shop: TestShop, planted: Planted): Promise<Ids> {
  const ids = {
    shopper: newId("gst"),
    order: newId("ord"),
    reservation: newId("rsv"),
    payment: newId("pay"),
    refund: newId("rfd"),
    shipment: newId("shp"),
  };
  await plantSale(shop, ids, planted);
  await plantStock(shop, ids, planted);
  if (planted.money) await plantMoney(shop, ids, planted);
  if (planted.shipment) await plantShipment(shop, ids, planted.shipment, planted.at);
  return ids;
}

async function plantSale(
  { order }: TestShop,
  ids: Ids,
  { status, money, shipment, at }: Planted,
): Promise<void> {
  await order.insert(orders).values({
    id: ids.order,
    shopperId: ids.shopper,
    status,
    reservationId: ids.reservation,
    paymentId: money ? ids.payment : null,
    shipmentId: shipment ? ids.shipment : null,
    placementKey: "one key, used by each",
    totalCents: total,
    refundedCents: money === "refunded" ? total : 0,
    placedAt: at,
    deadlineAt: orderIsFinal(status) ? null : dayAfter(at),
  });
  const product = { sku, productId: newId("prd"), name: "Lantern", priceCents, quantity };
  await order.insert(orderLines).values({ orderId: ids.order, position: 1, ...product });
  const entry = { orderId: ids.order, at, status };
  await order.insert(orderTimeline).values([
    { ...entry, number: 1, what: "it happened", who: "order" },
    { ...entry, number: 2, what: "it was wanted", who: "shopper:1", why: "words" },
  ]);
}

async function plantStock({ inventory }: TestShop, ids: Ids, { reservation, at }: Planted): Promise<void> {
  await inventory.insert(reservations).values({
    id: ids.reservation,
    orderId: ids.order,
    status: reservation,
    expiresAt: dayAfter(at),
    createdAt: at,
  });
  const { reservation: reservationId } = ids;
  await inventory.insert(reservationLines).values({ reservationId, sku, warehouse, quantity });
  for (const move of moves[reservation]) {
    await inventory.insert(movements).values({ sku, warehouse, ...move, reservationId, at });
    await inventory
      .update(warehouseStock)
      .set({
        onHand: sql`${warehouseStock.onHand} + ${move.onHandDelta}`,
        reserved: sql`${warehouseStock.reserved} + ${move.reservedDelta}`,
      })
      .where(eq(warehouseStock.sku, sku));
  }
}

async function plantMoney(shop: TestShop, ids: Ids, { money, at }: Planted): Promise<void> {
  const back = money === "refunded" ? total : 0;
  const { payment: paymentId } = ids;
  await shop.payment.insert(payments).values({
    id: paymentId,
    orderId: ids.order,
    returnUrl: "https://shop.example/",
    status: back > 0 ? "cancelled" : "captured",
    amountCents: total,
    capturedCents: total,
    refundedCents: back,
    reservedCents: back,
    captureRequested: true,
    cancelRequested: back > 0,
    suspect: false,
    attempts: 0,
    createdAt: at,
  });
  const intent = { intentId: newId("int"), merchantReference: paymentId, at };
  await shop.bank.insert(bank.movements).values([
    { ...intent, reference: newId("cap"), type: "capture", amountCents: total },
    { ...intent, reference: newId("fee"), type: "fee", amountCents: -39 },
  ]);
  await book(shop.payment, { reason: "captured", reference: paymentId, paymentId, at }, total);
  if (back === 0) return;
  await shop.payment.insert(refunds).values({
    id: ids.refund,
    paymentId,
    key: "k",
    amountCents: back,
    reason: "cancelled",
    cause: "cancelled",
    status: "succeeded",
  });
  await book(shop.payment, { reason: "refunded", reference: ids.refund, paymentId, at }, -back);
  await shop.bank.insert(bank.movements).values({
    ...intent,
    reference: newId("rfn"),
    type: "refund",
    refundReference: ids.refund,
    amountCents: -back,
  });
}

/** A movement of the books between the bank and what customers gave. */
async function book(
  payment: Writer,
  head: Omit<typeof bookMovements.$inferInsert, "id">,
  amountCents: number,
): Promise<void> {
  const movementId = newId("mov");
  await payment.insert(bookMovements).values({ id: movementId, ...head });
  await payment.insert(bookLines).values([
    { movementId, account: "bank-receivable", amountCents },
    { movementId, account: "customer-deposits", amountCents: -amountCents },
  ]);
}

async function plantShipment(
  { logistics }: TestShop,
  ids: Ids,
  status: ShipmentStatus,
  at: Date,
): Promise<void> {
  const out = status !== "preparing" && status !== "cancelled";
  await logistics.insert(shipments).values({
    id: ids.shipment,
    orderId: ids.order,
    shopperId: ids.shopper,
    status,
    createdAt: at,
    dispatchedAt: out ? at : null,
    deliveredAt: status === "delivered" ? at : null,
    returnedAt: status === "returned" ? at : null,
    ...(status === "preparing" ? { work: "announce", dueAt: dayAfter(at) } : {}),
  });
  const content = { weightGrams: 900, lines: [{ sku, quantity }] };
  await logistics.insert(packages).values({ shipmentId: ids.shipment, number: 1, ...content });
}
