import { deadlines } from "../checks/deadlines.ts";
import { outbox } from "../checks/outbox.ts";
import { shipments } from "../checks/shipments.ts";
import { faultsOf, type PlantedFault } from "./planted-fault.ts";

const shipped = faultsOf(shipments, "logistics");
const ordered = faultsOf(shipments, "order");
const become = (status: string) => `update orders set status = '${status}' where id = ?`;
const past = "'2026-11-25 11:30:00'";
const event =
  "insert into outbox (id, topic, aggregate_id, data, created_at, attempts, last_error) values ('e-1', 'a.b.v1', ?, '{}', " +
  `${past}, 3, 'no broker')`;

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
    "delete from shipments where order_id = ?",
    (o) => o.confirmed.order,
    "nobody is about to make one",
  ),
  shipped(
    "a confirmed order's shipment was cancelled",
    "update shipments set status = 'cancelled' where order_id = ?",
    (o) => o.confirmed.order,
    "is cancelled",
  ),
  faultsOf(shipments, "payment")(
    "goods went out unpaid",
    "delete from payments where order_id = ?",
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
    `update packages set content = '[{"sku":"CAR-0001","quantity":1}]' where shipment_id = ?`,
    (o) => o.delivered.shipment,
    "holds CAR-0001×1",
    (o) => o.delivered.order,
  ),
  ordered(
    "a shipment is for no order",
    "delete from orders where id = ?",
    (o) => o.delivered.order,
    "which is no order",
    (o) => o.delivered.shipment,
  ),
  faultsOf(deadlines, "order")(
    "an order is past its deadline, and nothing is planned",
    `update orders set deadline_at = ${past} where id = ?`,
    (o) => o.waiting.order,
    "past its deadline",
  ),
  faultsOf(deadlines, "order")(
    "a retry is due that nobody takes, though the deadline is far",
    `update orders set steps = 'create-shipment', next_attempt_at = ${past} where id = ?`,
    (o) => o.confirmed.order,
    "nobody takes it",
  ),
  faultsOf(deadlines, "order")(
    "an order that ended has lost its next step",
    "update orders set steps = 'return-stock' where id = ?",
    (o) => o.cancelled.order,
    "nobody will ever take",
  ),
  faultsOf(deadlines, "order")(
    "an order waits without a deadline",
    "update orders set deadline_at = null where id = ?",
    (o) => o.waiting.order,
    "without a deadline",
  ),
  faultsOf(deadlines, "payment")(
    "a payment is due and not looked at",
    `update payments set due_at = ${past} where id = ?`,
    (o) => o.confirmed.payment,
    "nobody does",
  ),
  faultsOf(deadlines, "payment")(
    "a payment is unfinished and forgotten",
    "update payments set status = 'authorised', captured_cents = 0 where id = ?",
    (o) => o.confirmed.payment,
    "nobody will look at it again",
  ),
  faultsOf(deadlines, "logistics")(
    "a shipment is due and not announced",
    `update shipments set due_at = ${past} where id = ?`,
    (o) => o.confirmed.shipment,
    "nobody does",
  ),
  faultsOf(deadlines, "logistics")(
    "a shipment on its way is forgotten",
    "update shipments set status = 'dispatched' where id = ?",
    (o) => o.delivered.shipment,
    "nobody will ask for it again",
  ),
  faultsOf(deadlines, "inventory")(
    "a hold outlives its time",
    `update reservations set expires_at = ${past} where id = ?`,
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
