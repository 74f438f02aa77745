import type { OrderStatus } from "@caravan/contracts";
import { outboxTable } from "@caravan/database/tables";
import { reservations } from "@caravan/inventory/schema";
import { packages, shipments as shipmentRows } from "@caravan/logistics/schema";
import { orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { deadlines } from "../checks/deadlines.ts";
import { outbox } from "../checks/outbox.ts";
import { shipments } from "../checks/shipments.ts";
import { change, faultsOf, type Hurt, type PlantedFault, remove } from "./planted-fault.ts";

const shipped = faultsOf(shipments, "logistics");
const ordered = faultsOf(shipments, "order");
const become = (status: OrderStatus) => change(orders, orders.id, { status });
const past = new Date("2026-11-25T11:30:00Z");
const event: Hurt = (database, aggregateId) =>
  database.insert(outboxTable).values({
    ...{ id: "e-1", topic: "a.b.v1", aggregateId, data: {} },
    ...{ createdAt: past, attempts: 3, lastError: "no broker" },
  });

export const sagaFaults: PlantedFault[] = [
  ordered(
    "goods go out for an order that expired",
    become("expired"),
    (o) => o.delivered.order,
    "is delivered",
  ),
  ordered(
    "a cancelled order's shipment goes on",
    become("cancelled"),
    (o) => o.confirmed.order,
    "is preparing",
  ),
  ordered(
    "an unpaid order has a shipment",
    become("stock-reserved"),
    (o) => o.confirmed.order,
    "is preparing",
  ),
  shipped(
    "a paid order has no shipment",
    remove(shipmentRows, shipmentRows.orderId),
    (o) => o.confirmed.order,
    "none is planned",
  ),
  shipped(
    "a confirmed order's shipment was cancelled",
    change(shipmentRows, shipmentRows.orderId, { status: "cancelled" }),
    (o) => o.confirmed.order,
    "is cancelled",
  ),
  faultsOf(shipments, "payment")(
    "goods went out unpaid",
    remove(payments, payments.orderId),
    (o) => o.delivered.order,
    "went out, but nothing was captured",
  ),
  ordered(
    "an order has not heard that it is delivered",
    become("dispatched"),
    (o) => o.delivered.order,
    "has not heard",
  ),
  shipped(
    "other goods are packed than were ordered",
    change(packages, packages.shipmentId, { lines: [{ sku: "CAR-0001", quantity: 1 }] }),
    (o) => o.delivered.shipment,
    "holds CAR-0001×1",
    (o) => o.delivered.order,
  ),
  ordered(
    "a shipment is for no order",
    remove(orders, orders.id),
    (o) => o.delivered.order,
    "which is not an order",
    (o) => o.delivered.shipment,
  ),
  faultsOf(deadlines, "order")(
    "an order is past its deadline, and nothing is planned",
    change(orders, orders.id, { deadlineAt: past }),
    (o) => o.waiting.order,
    "past its deadline",
  ),
  faultsOf(deadlines, "order")(
    "a retry is due and not taken, though the deadline is far",
    change(orders, orders.id, { steps: "create-shipment", nextAttemptAt: past }),
    (o) => o.confirmed.order,
    "is not taken",
  ),
  faultsOf(deadlines, "order")(
    "an order that ended has lost its next step",
    change(orders, orders.id, { steps: "return-stock" }),
    (o) => o.cancelled.order,
    "steps left without a planned attempt",
  ),
  faultsOf(deadlines, "order")(
    "an order waits without a deadline",
    change(orders, orders.id, { deadlineAt: null }),
    (o) => o.waiting.order,
    "without a deadline",
  ),
  faultsOf(deadlines, "payment")(
    "a payment is due and not looked at",
    change(payments, payments.id, { dueAt: past }),
    (o) => o.confirmed.payment,
    "is not processed",
  ),
  faultsOf(deadlines, "payment")(
    "a payment is unfinished and forgotten",
    change(payments, payments.id, { status: "authorised", capturedCents: 0 }),
    (o) => o.confirmed.payment,
    "unfinished without a planned attempt",
  ),
  faultsOf(deadlines, "logistics")(
    "a shipment is due and not announced",
    change(shipmentRows, shipmentRows.id, { dueAt: past }),
    (o) => o.confirmed.shipment,
    "is not processed",
  ),
  faultsOf(deadlines, "logistics")(
    "a shipment on its way is forgotten",
    change(shipmentRows, shipmentRows.id, { status: "dispatched" }),
    (o) => o.delivered.shipment,
    "without a planned poll",
  ),
  faultsOf(deadlines, "inventory")(
    "a hold outlives its time",
    change(reservations, reservations.id, { expiresAt: past }),
    (o) => o.waiting.reservation,
    "should have expired",
  ),
  ...(["order", "payment", "logistics", "user"] as const).map((app) =>
    faultsOf(outbox, app)(
      `an event of ${app} is not published`,
      event,
      (o) => o.delivered.order,
      `${app} has not published a.b.v1`,
      () => "e-1",
    ),
  ),
];
