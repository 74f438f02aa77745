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
import { eq, sql } from "drizzle-orm";
import type { TestShop } from "./open-shop.ts";
import { plantMoney } from "./plant-money.ts";

/** The traces of an order in all services. Two pieces at five euros each. */
export interface Planted {
  status: OrderStatus;
  reservation: ReservationStatus;
  /** Whether its money was captured, and whether it was refunded. */
  money?: "captured" | "refunded";
  shipment?: ShipmentStatus;
  /** The time of all its changes. */
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

/** The movements of each status of a reservation. */
const moves: Record<ReservationStatus, Move[]> = {
  held: [reserved],
  committed: [reserved, committed],
  released: [reserved, { reason: "released", onHandDelta: 0, reservedDelta: -quantity }],
  expired: [reserved, { reason: "expired", onHandDelta: 0, reservedDelta: -quantity }],
  returned: [reserved, committed, { reason: "returned", onHandDelta: quantity, reservedDelta: 0 }],
};

/** Plants a consistent order with all its traces. */
export const plantOrder = async (shop: TestShop, planted: Planted): Promise<Ids> => {
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
  const { money, at } = planted;
  if (money) await plantMoney(shop, ids, { total, isBack: money === "refunded", at });
  if (planted.shipment) await plantShipment(shop, ids, planted.shipment, planted.at);
  return ids;
};

const plantSale = async (
  { order }: TestShop,
  ids: Ids,
  { status, money, shipment, at }: Planted,
): Promise<void> => {
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
    { ...entry, number: 2, what: "cancellation requested", who: "shopper:1", why: "words" },
  ]);
};

const plantStock = async ({ inventory }: TestShop, ids: Ids, { reservation, at }: Planted): Promise<void> => {
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
};

const plantShipment = async (
  { logistics }: TestShop,
  ids: Ids,
  status: ShipmentStatus,
  at: Date,
): Promise<void> => {
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
};
