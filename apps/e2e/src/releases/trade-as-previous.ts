/**
 * Run by node in the folder of the previous release: trades with its code over the databases of the first argument, and
 * prints the result as JSON. Leaves orders and holds in every status, like pods that are replaced.
 */
import {
  inventoryRoutes,
  inventoryStaffRoutes,
  newId,
  orderRoutes,
  orderStaffRoutes,
  paymentAuthorised,
  type RouteDefinition,
  type RouteReply,
} from "@caravan/contracts";
import * as v from "valibot";
import type { Asked } from "./ask.ts";
import { openRelease } from "./release.ts";
import { Databases, type Trade } from "./trade.ts";

type Placed = Trade["orders"][number];
type Fate = Placed["fate"];

const settings = v.parse(v.pipe(v.string(), v.parseJson(), Databases), process.argv[2]);
const folder = process.cwd();
/** The previous release opened by its own file, which knows its names. */
const shop = v.parse(
  v.object({ ask: v.function(), tell: v.function(), expireHolds: v.function(), setBankAway: v.function() }),
  await openRelease(folder).call("apps/e2e/src/releases/open-shop.ts", "openShop", folder, settings),
);
const ask = async <R extends RouteDefinition>(app: string, route: R, asked: Asked): Promise<RouteReply<R>> =>
  v.parse(route.success.body, await shop.ask(app, route, asked));
const asStaff = { who: newId("usr"), scope: "shopper staff" };
const deliverTo = { name: "Ada", street: "Square 12", postalCode: "SW1Y 4JH", city: "London", country: "GB" };
const [tent, kettle, lamp] = ["CAR-0001", "CAR-0002", "CAR-0003"] as const;
const linesOf = (kettles: number, tents: number) => [
  { sku: kettle, quantity: kettles },
  { sku: tent, quantity: tents },
];

const show = (who: string, id: string) =>
  ask("order", orderRoutes.getOrder, { who, path: `/v1/orders/${id}` });

const place = async (fate: Fate, lines: Placed["lines"]): Promise<Omit<Placed, "shown">> => {
  const [who, key] = [newId("gst"), newId("key")];
  const reply = await ask("order", orderRoutes.placeOrder, {
    ...{ who, key, path: "/v1/orders", body: { lines, deliverTo } },
  });
  const path = `/v1/orders/${reply.id}`;
  const send = { who, key: newId("key") };
  if (fate === "cancelled")
    await ask("order", orderRoutes.cancelOrder, { ...send, path: `${path}/cancellation`, body: {} });
  if (fate === "interrupted" || fate === "confirmed") {
    const body = { returnUrl: "https://shop.example/back" };
    await ask("order", orderRoutes.startPayment, { ...send, path: `${path}/payment`, body });
    shop.setBankAway(fate === "interrupted");
    const { paymentId } = await inspect(reply.id);
    await shop.tell(paymentAuthorised.topic, { paymentId, orderId: reply.id, amount: reply.total });
  }
  const { reservationId } = await inspect(reply.id);
  return { who, key, lines, fate, reply, reservationId: reservationId ?? "" };
};
const inspect = (id: string) =>
  ask("order", orderStaffRoutes.inspectOrder, { ...asStaff, path: `/v1/staff/orders/${id}` });

const hold = async (lines: Placed["lines"], step?: "commit" | "release") => {
  const orderId = newId("ord");
  const { id } = await ask("inventory", inventoryRoutes.reserveStock, {
    ...{ key: orderId, path: "/v1/reservations", body: { orderId, lines } },
  });
  const path = `/v1/reservations/${id}`;
  if (step !== undefined)
    await ask("inventory", inventoryRoutes[`${step}Reservation`], { key: id, path: `${path}/${step}` });
  return { orderId, lines, path };
};

const holds = [await hold(linesOf(3, 2))];
const placed = [await place("late", linesOf(4, 1))];
// The hold is over now, and so is the time to pay; order's own search for late orders has not come yet.
await shop.expireHolds(901);
holds.push(
  ...[await hold(linesOf(3, 2)), await hold(linesOf(3, 2))],
  ...[await hold(linesOf(3, 2), "commit"), await hold(linesOf(3, 2), "release")],
);
placed.push(
  ...[await place("unpaid", linesOf(2, 1)), await place("cancelled", linesOf(5, 2))],
  ...[await place("confirmed", linesOf(1, 3)), await place("interrupted", linesOf(1, 1))],
);

const arrival = { sku: lamp, warehouse: "coast", quantity: 7, who: asStaff.who, key: newId("key") };
const { sku, warehouse, quantity } = arrival;
const restocked = await ask("inventory", inventoryStaffRoutes.restock, {
  ...{ ...asStaff, key: arrival.key, path: `/v1/staff/stock/${sku}/restock` },
  body: { warehouse, quantity },
});
const levelsOf = async (sku: string) => {
  const path = `/v1/staff/stock/${sku}`;
  return (await ask("inventory", inventoryStaffRoutes.listWarehouseStock, { ...asStaff, path })).items;
};
const trade: Trade = {
  orders: await Promise.all(
    placed.map(async (order) => ({ ...order, shown: await show(order.who, order.reply.id) })),
  ),
  holds: await Promise.all(
    holds.map(async ({ path, ...rest }) => ({
      ...rest,
      shown: await ask("inventory", inventoryRoutes.getReservation, { path }),
    })),
  ),
  restock: { ...arrival, reply: restocked },
  levels: (await Promise.all([tent, kettle, lamp].map(levelsOf))).flat(),
};
console.log(JSON.stringify(trade));
process.exit();
