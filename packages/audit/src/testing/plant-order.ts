import { newId, type OrderStatus, type ReservationStatus, type ShipmentStatus } from "@caravan/contracts";
import type { Connection } from "mysql2/promise";
import type { Sources } from "../check.ts";

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

const pieces = 2;
const price = 500;
const total = pieces * price;
export const sku = "CAR-0001";

/** Writes a row from its columns. */
export const insert = (connection: Connection, table: string, row: Record<string, unknown>) =>
  connection.query("insert into ?? set ?", [table, row]);

/** What each status of a reservation moved: reason, on hand, reserved. */
const moves: Record<ReservationStatus, [string, number, number][]> = {
  held: [["reserved", 0, pieces]],
  committed: [
    ["reserved", 0, pieces],
    ["committed", -pieces, -pieces],
  ],
  released: [
    ["reserved", 0, pieces],
    ["released", 0, -pieces],
  ],
  expired: [
    ["reserved", 0, pieces],
    ["expired", 0, -pieces],
  ],
  returned: [
    ["reserved", 0, pieces],
    ["committed", -pieces, -pieces],
    ["returned", pieces, 0],
  ],
};

/** Plants an order and everything that belongs to it, so that all is well. */
export async function plantOrder(shop: Sources, planted: Planted): Promise<Ids> {
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
  if (planted.shipment) await plantShipment(shop, ids, planted);
  return ids;
}

async function plantSale(
  { order }: Sources,
  ids: Ids,
  { status, money, shipment, at }: Planted,
): Promise<void> {
  const final = ["delivered", "cancelled", "payment-failed", "expired", "refunded"].includes(status);
  await insert(order, "orders", {
    id: ids.order,
    shopper_id: ids.shopper,
    status,
    reservation_id: ids.reservation,
    payment_id: money ? ids.payment : null,
    shipment_id: shipment ? ids.shipment : null,
    placement_key: "one key, used by each",
    total_cents: total,
    refunded_cents: money === "refunded" ? total : 0,
    placed_at: at,
    deadline_at: final ? null : new Date(at.getTime() + 86_400_000),
  });
  const line = { order_id: ids.order, position: 1, sku, product_id: newId("prd"), name: "Lantern" };
  await insert(order, "order_lines", { ...line, quantity: pieces, price_cents: price });
  const entry = { order_id: ids.order, at, status };
  await insert(order, "order_timeline", { ...entry, number: 1, what: "it happened", who: "order" });
  await insert(order, "order_timeline", {
    ...entry,
    number: 2,
    what: "it was wanted",
    who: "shopper:1",
    why: "words",
  });
}

async function plantStock({ inventory }: Sources, ids: Ids, { reservation, at }: Planted): Promise<void> {
  const expires = new Date(at.getTime() + 86_400_000);
  const row = { id: ids.reservation, order_id: ids.order, status: reservation };
  await insert(inventory, "reservations", { ...row, expires_at: expires, created_at: at });
  const place = { sku, warehouse: "north" };
  await insert(inventory, "reservation_lines", {
    reservation_id: ids.reservation,
    ...place,
    quantity: pieces,
  });
  for (const [reason, on_hand_delta, reserved_delta] of moves[reservation]) {
    const delta = { reason, on_hand_delta, reserved_delta, reservation_id: ids.reservation, at };
    await insert(inventory, "movements", { ...place, ...delta });
    await inventory.query(
      "update warehouse_stock set on_hand = on_hand + ?, reserved = reserved + ? where sku = ?",
      [on_hand_delta, reserved_delta, sku],
    );
  }
}

async function plantMoney({ payment, bank }: Sources, ids: Ids, { money, at }: Planted): Promise<void> {
  const back = money === "refunded" ? total : 0;
  await insert(payment, "payments", {
    id: ids.payment,
    order_id: ids.order,
    return_url: "https://shop.example/",
    status: back > 0 ? "cancelled" : "captured",
    amount_cents: total,
    captured_cents: total,
    refunded_cents: back,
    reserved_cents: back,
    capture_requested: true,
    cancel_requested: back > 0,
    suspect: false,
    attempts: 0,
    created_at: at,
  });
  const intent = { intent_id: newId("int"), merchant_reference: ids.payment, at };
  await insert(bank, "movements", {
    ...intent,
    reference: newId("cap"),
    type: "capture",
    amount_cents: total,
  });
  await insert(bank, "movements", { ...intent, reference: newId("fee"), type: "fee", amount_cents: -39 });
  await book(payment, { reason: "captured", reference: ids.payment, payment_id: ids.payment, at }, total);
  if (back === 0) return;
  const refund = { id: ids.refund, payment_id: ids.payment, idempotency_key: "k", amount_cents: back };
  await insert(payment, "refunds", {
    ...refund,
    reason: "cancelled",
    cause: "cancelled",
    status: "succeeded",
  });
  await book(payment, { reason: "refunded", reference: ids.refund, payment_id: ids.payment, at }, -back);
  const line = { reference: newId("rfn"), type: "refund", refund_reference: ids.refund, amount_cents: -back };
  await insert(bank, "movements", { ...intent, ...line });
}

/** A movement of the books between the bank and what customers gave. */
async function book(payment: Connection, head: Record<string, unknown>, amount: number): Promise<void> {
  const movement_id = newId("mov");
  await insert(payment, "book_movements", { id: movement_id, ...head });
  await insert(payment, "book_lines", { movement_id, account: "bank-receivable", amount_cents: amount });
  await insert(payment, "book_lines", { movement_id, account: "customer-deposits", amount_cents: -amount });
}

async function plantShipment({ logistics }: Sources, ids: Ids, { shipment, at }: Planted): Promise<void> {
  const out = shipment !== "preparing" && shipment !== "cancelled";
  await insert(logistics, "shipments", {
    id: ids.shipment,
    order_id: ids.order,
    shopper_id: ids.shopper,
    status: shipment,
    created_at: at,
    dispatched_at: out ? at : null,
    delivered_at: shipment === "delivered" ? at : null,
    returned_at: shipment === "returned" ? at : null,
    ...(shipment === "preparing" ? { work: "announce", due_at: new Date(at.getTime() + 86_400_000) } : {}),
  });
  const content = JSON.stringify([{ sku, quantity: pieces }]);
  await insert(logistics, "packages", { shipment_id: ids.shipment, number: 1, weight_grams: 900, content });
}
