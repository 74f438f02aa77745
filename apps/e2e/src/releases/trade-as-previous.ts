/**
 * Run by node in the folder of the previous release: runs its code on the databases of the first argument, and
 * prints the result as JSON. Leaves orders and holds in every status, like pods that are replaced.
 */
import { newId } from "@caravan/contracts";
import * as v from "valibot";
import { openRelease } from "./release.ts";
import { Databases, type Trade } from "./trade.ts";

const settings = v.parse(v.pipe(v.string(), v.parseJson(), Databases), process.argv[2]);
const release = openRelease(process.cwd());
const now = () => new Date();

const use = (app: string, file: string, name: string, ...args: unknown[]) =>
  release.call(`apps/${app}/src/${file}.ts`, name, ...args);

const inventoryDatabase = await release.open("inventory", settings.inventory);
const inventory = {
  reservations: await use("inventory", "database/reservations", "openReservations", inventoryDatabase),
  stock: await use("inventory", "database/stock", "openStock", inventoryDatabase),
  now,
  newReservationId: () => newId("rsv"),
  holdMinutes: 15,
  count: () => {},
};
const Held = v.object({ id: v.string() });
const hold = async (orderId: string, lines: unknown, holdMinutes: number) => {
  const input = { orderId, lines, idempotencyKey: orderId };
  const reserved = await use(
    "inventory",
    "use-cases/reserve-stock",
    "reserveStock",
    { ...inventory, holdMinutes },
    input,
  );
  return v.parse(Held, reserved).id;
};
const step = (file: string, name: string, id: string) =>
  use("inventory", `use-cases/${file}`, name, inventory, { reservationId: id, idempotencyKey: id });

const productDatabase = await release.open("product", settings.product);
const products = v.parse(
  v.object({ prices: v.function() }),
  await use("product", "database/product-store", "productStore", productDatabase),
);
const Priced = v.array(
  v.object({ id: v.string(), sku: v.string(), name: v.string(), priceCents: v.number() }),
);

const orderDatabase = await release.open("order", settings.order);
const orders = await use("order", "database/orders", "openOrders", {
  database: orderDatabase,
  traceparent: () => undefined,
});
const place = async (fate: Trade["orders"][number]["fate"], lines: Trade["orders"][number]["lines"]) => {
  const [shopperId, key] = [newId("gst"), newId("key")];
  let reservationId = "";
  const dependencies = {
    orders,
    prices: {
      async of(skus: readonly string[]) {
        const found = v.parse(Priced, await products.prices(skus));
        return new Map(found.map(({ id: productId, ...price }) => [price.sku, { ...price, productId }]));
      },
    },
    inventory: {
      async hold(orderId: string) {
        reservationId = await hold(orderId, lines, fate === "expired" ? 0 : 15);
        return { reservationId };
      },
      release: (id: string) => step("release-reservation", "releaseReservation", id),
    },
    now,
    newOrderId: () => newId("ord"),
  };
  const placed = await use("order", "use-cases/place-order", "placeOrder", dependencies, {
    shopperId,
    key,
    lines,
  });
  const { body: reply } = v.parse(v.object({ body: v.looseObject({ id: v.string() }) }), placed);
  const event = { eventId: newId("evt"), orderId: reply.id, reservationId };
  if (fate === "committed") await use("inventory", "use-cases/settle-order", "settleOrder", inventory, event);
  return { shopperId, key, lines, reservationId, fate, reply };
};

const [tent, kettle, lamp] = ["CAR-0001", "CAR-0002", "CAR-0003"] as const;
const lines = (first: number, second: number) => [
  { sku: kettle, quantity: first },
  { sku: tent, quantity: second },
];

const placed = [
  await place("held", lines(2, 1)),
  await place("committed", lines(1, 3)),
  await place("expired", lines(4, 1)),
];
const holds = [];
for (const fate of ["held", "held", "committed", "released"] as const) {
  const orderId = newId("ord");
  const id = await hold(orderId, lines(3, 2), 15);
  if (fate === "committed") await step("commit-reservation", "commitReservation", id);
  if (fate === "released") await step("release-reservation", "releaseReservation", id);
  holds.push({ id, orderId, lines: lines(3, 2), fate });
}
await use("inventory", "use-cases/expire-reservations", "expireReservations", inventory);

const stock = v.parse(v.object({ restock: v.function(), levels: v.function() }), inventory.stock);
const restock = { sku: lamp, quantity: 7, key: newId("key") };
await stock.restock({ ...restock, at: now() });
const levels = await stock.levels([tent, kettle, lamp]);
console.log(JSON.stringify({ orders: placed, holds, restock, levels }));
process.exit();
