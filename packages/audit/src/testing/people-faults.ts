import { shipments } from "@caravan/logistics/schema";
import { people as orderPeople, orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { joinedGuests } from "@caravan/user/schema";
import { and, eq, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import { forStaff } from "../checks/for-staff.ts";
import { people } from "../checks/people.ts";
import { change, faultsOf, type Hurt, type PlantedFault } from "./planted-fault.ts";
import { hourAgo } from "./sound-shop.ts";

const ofOrder = faultsOf(people, "order");
const kept = {
  shopperId: "usr_gone",
  deliverTo: { name: "Ada", street: "Way 1", postalCode: "10115", city: "Berlin", country: "DE" },
} as const;

/** The shopper of the order was erased, and the order not told. */
const erased: Hurt = async (order, id) => {
  const [own] = await order.select({ subject: orders.shopperId }).from(orders).where(eq(orders.id, id));
  await order.insert(orderPeople).values({ subject: own?.subject ?? "none", erasedAt: hourAgo });
};

/** The shopper of the order became the shopper of another one with the same key. */
const joined: Hurt = async (order, id) => {
  const other = alias(orders, "other");
  const [two] = await order
    .select({ subject: orders.shopperId, became: other.shopperId })
    .from(orders)
    .innerJoin(other, and(eq(other.placementKey, orders.placementKey), ne(other.id, orders.id)))
    .where(eq(orders.id, id))
    .limit(1);
  await order.insert(orderPeople).values(two ?? { subject: "none" });
};

/** Faults of owners and personal data, and cases for staff. */
export const peopleFaults: PlantedFault[] = [
  faultsOf(people, "user")(
    "a guest joined, and their order was never moved",
    (user, guestId) => user.insert(joinedGuests).values({ guestId, userId: "usr_1", joinedAt: hourAgo }),
    (o) => o.delivered.shopper,
    "who has joined usr_1",
    (o) => o.delivered.order,
  ),
  ofOrder(
    "an order keeps the address of an account that was erased",
    change(orders, orders.id, kept),
    (o) => o.delivered.order,
    "keeps an address of usr_gone",
  ),
  faultsOf(people, "logistics")(
    "a shipment keeps the address of an account that was erased",
    change(shipments, shipments.id, kept),
    (o) => o.delivered.shipment,
    "keeps an address of usr_gone",
  ),
  ofOrder(
    "an order keeps the words of an account that was erased",
    erased,
    (o) => o.waiting.order,
    "keeps what",
  ),
  ofOrder(
    "one form made an order before and one after signing in",
    joined,
    (o) => o.waiting.order,
    "were placed by the same person under one key",
  ),
  faultsOf(forStaff, "order")(
    "an order needs a decision",
    change(orders, orders.id, { attention: "cancel-payment-stuck" }),
    (o) => o.cancelled.order,
    "cancel-payment-stuck",
  ),
  faultsOf(forStaff, "payment")(
    "a refund was refused",
    change(payments, payments.id, {
      troubleKind: "refund-refused",
      troubleReason: "card gone",
      troubleSince: hourAgo,
    }),
    (o) => o.refunded.payment,
    "refund-refused: card gone",
  ),
  faultsOf(forStaff, "logistics")(
    "the carrier refused a shipment for good",
    change(shipments, shipments.id, { stopped: "carrier-refused" }),
    (o) => o.confirmed.shipment,
    "carrier-refused",
  ),
];
