import {
  inventoryRoutes,
  inventoryStaffRoutes,
  newId,
  orderRoutes,
  orderStaffRoutes,
  productRoutes,
} from "@caravan/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../harness/shop.ts";
import { type ExtractedRelease, extractPreviousRelease } from "./extract-release.ts";
import { type NewShop, openNewShop } from "./new-shop.ts";
import { migrateAll, openShopDatabases } from "./shop-databases.ts";
import { ledgerOf, levelsOf, piecesIn } from "./stock-books.ts";
import { type Trade, tradeAsPrevious } from "./trade.ts";

const skus = ["CAR-0001", "CAR-0002", "CAR-0003"];
const nothing = { onHand: 0, reserved: 0 };
const asStaff = { who: newId("usr"), scope: "shopper staff" };
const deliverTo = { name: "Ada", street: "Square 12", postalCode: "SW1Y 4JH", city: "London", country: "GB" };

let previous: ExtractedRelease;
let shopDatabases: Awaited<ReturnType<typeof openShopDatabases>>;
let shop: NewShop;
/** The trade of the previous release before the migrations of this one, and after them while it still ran. */
let trades: readonly [before: Trade, during: Trade];

beforeAll(async () => {
  [previous, shopDatabases] = await Promise.all([extractPreviousRelease(), openShopDatabases()]);
  const { databases } = shopDatabases;
  await migrateAll(previous.folder, databases);
  const before = await tradeAsPrevious(previous.folder, databases);
  await migrateAll(root, databases);
  trades = [before, await tradeAsPrevious(previous.folder, databases)];
  shop = await openNewShop(databases);
});
afterAll(async () => {
  await shopDatabases?.close();
  await previous?.remove();
});

const orders = () => trades.flatMap((trade) => trade.orders);
const holds = () => trades.flatMap((trade) => trade.holds);
const show = (order: Trade["orders"][number]) =>
  shop.ask("order", orderRoutes.getOrder, { who: order.shopperId, path: `/v1/orders/${order.reply.id}` });
const expectLedgerToAgree = async () => {
  for (const sku of skus) {
    const ledger = await ledgerOf(shop, sku);
    expect({ south: nothing, coast: nothing, ...ledger }, sku).toEqual(await levelsOf(shop, sku));
  }
};

it("every product that was sold is still in the catalogue", async () => {
  const { items } = await shop.ask("product", productRoutes.listPrices, { path: `/v1/prices?skus=${skus}` });
  const ids = new Map(items.map(({ sku, productId }) => [sku, productId]));
  for (const order of orders())
    for (const { sku, productId } of (await show(order)).lines) expect(ids.get(sku)).toBe(productId);
});

it("every order is listed and shown to its shopper as it was sold", async () => {
  expect(orders()).toHaveLength(6);
  for (const order of orders()) {
    const asSold = {
      ...order.reply,
      deliverTo: null,
      history: [{ status: "placed", at: order.reply.placedAt }],
    };
    expect(await show(order)).toMatchObject(asSold);
    const listed = await shop.ask("order", orderRoutes.listOrders, {
      who: order.shopperId,
      path: "/v1/orders",
    });
    expect(listed.items).toMatchObject([order.reply]);
  }
});

it("stock equals the previous release's figures, and the ledger agrees in every warehouse", async () => {
  const held = [...orders(), ...holds()].filter(({ fate }) => fate === "held");
  for (const { sku, ...level } of trades[1].levels) {
    expect(await levelsOf(shop, sku)).toEqual({ north: level, south: nothing, coast: nothing });
    expect(level.reserved).toBe(piecesIn(held, sku));
  }
  await expectLedgerToAgree();
});

it("a key that the previous release has answered has no second effect", async () => {
  const levels = await Promise.all(skus.map((sku) => levelsOf(shop, sku)));
  for (const { shopperId, key, lines, reply } of orders()) {
    const kept = {
      scope: `placeOrder:${shopperId}`,
      shopper: { subject: shopperId },
      key,
      content: { lines },
      newResourceId: () => newId("ord"),
    };
    expect(await shop.orders.claimPlacement(kept, asItIs)).toEqual({
      status: 201,
      body: reply,
      replayed: true,
    });
    // Orders have an address now, so a current request differs from the old one.
    const request = { who: shopperId, key, path: "/v1/orders", body: { lines, deliverTo } };
    expect(await shop.refusal("order", orderRoutes.placeOrder, request)).toBe("idempotency-key-reused");
  }
  for (const { id, orderId, lines, fate } of [...holds(), ...orders().map(asHold)]) {
    const request = { key: orderId, path: "/v1/reservations", body: { orderId, lines } };
    if (fate === "held" || fate === "committed")
      expect(await shop.ask("inventory", inventoryRoutes.reserveStock, request)).toMatchObject({
        id,
        status: fate,
      });
    else
      expect(await shop.refusal("inventory", inventoryRoutes.reserveStock, request)).toBe(
        "reservation-ended",
      );
  }
  for (const { restock } of trades) {
    const { sku, quantity, key } = restock;
    const request = {
      ...asStaff,
      key,
      path: `/v1/staff/stock/${sku}/restock`,
      body: { warehouse: "north", quantity },
    };
    expect(await shop.refusal("inventory", inventoryStaffRoutes.restock, request)).toBe(
      "idempotency-key-reused",
    );
  }
  expect(await Promise.all(skus.map((sku) => levelsOf(shop, sku)))).toEqual(levels);
});

/** Old replies hold no personal data: they are replayed as stored. */
const asItIs = {
  make: (reply: unknown) => reply,
  withoutPersonal: (reply: unknown) => reply,
  withPersonal: (reply: unknown) => reply,
  orderIdOf: ({ id }: { id: string }) => id,
};

const asHold = ({ reply, reservationId, ...rest }: Trade["orders"][number]) => ({
  ...rest,
  id: reservationId,
  orderId: reply.id,
});

it("holds of the previous release can be committed and released", async () => {
  for (const { holds } of trades) {
    const [first, second] = holds.filter(({ fate }) => fate === "held");
    const take = async (id = "", step: "commit" | "release") =>
      shop.ask("inventory", inventoryRoutes[`${step}Reservation`], {
        key: id,
        path: `/v1/reservations/${id}/${step}`,
      });
    expect((await take(first?.id, "commit")).status).toBe("committed");
    expect((await take(second?.id, "release")).status).toBe("released");
  }
  await expectLedgerToAgree();
});

it("unpublished events of the previous release are published", async () => {
  const published = await shop.publishOutbox();
  const placed = published.filter(({ type }) => type === "order.placed.v1");
  expect(placed.map(({ data }) => data.orderId).toSorted()).toEqual(
    orders()
      .map(({ reply }) => reply.id)
      .toSorted(),
  );
});

it("an order without payment or address expires with an event, and all its pieces are free again", async () => {
  const before = await Promise.all(skus.map((sku) => levelsOf(shop, sku)));
  const [cancelled] = orders();
  const path = `/v1/orders/${cancelled?.reply.id}/cancellation`;
  const cancellation = { who: cancelled?.shopperId ?? "", key: newId("key"), path, body: {} };
  await shop.ask("order", orderRoutes.cancelOrder, cancellation);
  shop.clock.now = new Date(shop.clock.now.getTime() + 301_000);
  await shop.runSagas();
  for (const order of orders()) {
    const inspection = { ...asStaff, path: `/v1/staff/orders/${order.reply.id}` };
    const inspected = await shop.ask("order", orderStaffRoutes.inspectOrder, inspection);
    expect(inspected.order.status).toBe(order === cancelled ? "cancelled" : "expired");
    expect(inspected.saga).toMatchObject({ steps: [], nextAttemptAt: null, deadlineAt: null });
    expect(inspected.timeline.at(-1)).toMatchObject({ what: "return-stock done" });
  }
  const of = (fate: string) => orders().filter((order) => order.fate === fate);
  for (const [i, sku] of skus.entries()) {
    const { onHand = 0, reserved = 0 } = before[i]?.north ?? {};
    expect((await levelsOf(shop, sku)).north, sku).toEqual({
      onHand: onHand + piecesIn(of("committed"), sku),
      reserved: reserved - piecesIn(of("held"), sku),
    });
  }
  await expectLedgerToAgree();
});
