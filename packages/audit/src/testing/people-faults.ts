import { forStaff } from "../checks/for-staff.ts";
import { people } from "../checks/people.ts";
import { faultsOf, type PlantedFault } from "./planted-fault.ts";

const ofOrder = faultsOf(people, "order");
const address = `{"name":"Ada","street":"Way 1","postalCode":"10115","city":"Berlin","country":"DE"}`;

/** Who a thing belongs to, what is kept of whom, and what waits for a person. */
export const peopleFaults: PlantedFault[] = [
  faultsOf(people, "user")(
    "a guest joined, and their order was never moved",
    "insert into joined_guests (guest_id, user_id, joined_at) values (?, 'usr_1', '2026-11-25 11:00:00')",
    (o) => o.delivered.shopper,
    "who is usr_1 since",
    (o) => o.delivered.order,
  ),
  ofOrder(
    "an order keeps the address of an account that was erased",
    `update orders set shopper_id = 'usr_gone', deliver_to = '${address}' where id = ?`,
    (o) => o.delivered.order,
    "keeps an address of usr_gone",
  ),
  faultsOf(people, "logistics")(
    "a shipment keeps the address of an account that was erased",
    `update shipments set shopper_id = 'usr_gone', deliver_to = '${address}' where id = ?`,
    (o) => o.delivered.shipment,
    "keeps an address of usr_gone",
  ),
  ofOrder(
    "an order keeps the words of an account that was erased",
    "insert into people (subject, erased_at) select shopper_id, '2026-11-25 11:00:00' from orders where id = ?",
    (o) => o.waiting.order,
    "keeps what",
  ),
  ofOrder(
    "one form made an order before and one after signing in",
    "insert into people (subject, became) select a.shopper_id, b.shopper_id from orders a, orders b where a.id = ? and a.placement_key = b.placement_key and a.id <> b.id limit 1",
    (o) => o.waiting.order,
    "were placed by the same person under one key",
  ),
  faultsOf(forStaff, "order")(
    "an order needs a decision",
    "update orders set attention = 'cancel-payment-stuck' where id = ?",
    (o) => o.cancelled.order,
    "cancel-payment-stuck",
  ),
  faultsOf(forStaff, "payment")(
    "a refund was refused",
    "update payments set trouble_kind = 'refund-refused', trouble_reason = 'card gone', trouble_since = '2026-11-25 11:00:00' where id = ?",
    (o) => o.refunded.payment,
    "refund-refused: card gone",
  ),
  faultsOf(forStaff, "logistics")(
    "the carrier refused a shipment for good",
    "update shipments set stopped = 'carrier-refused' where id = ?",
    (o) => o.confirmed.shipment,
    "carrier-refused",
  ),
];
