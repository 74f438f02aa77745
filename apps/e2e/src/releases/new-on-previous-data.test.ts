import {
  inventoryRoutes,
  inventoryStaffRoutes,
  newId,
  orderConfirmed,
  orderEnded,
  orderRoutes,
  orderStaffRoutes,
  productRoutes,
} from "@caravan/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../harness/shop.ts";
import { contractMigrationsOf } from "./contract-migrations.ts";
import { type ExtractedRelease, extractPreviousRelease } from "./extract-release.ts";
import { type OpenShop, openShop } from "./open-shop.ts";
import { publishOutbox } from "./publish-outbox.ts";
import { migrateAll, openShopDatabases } from "./shop-databases.ts";
import { ledgerOf, levelsOf, piecesIn } from "./stock-books.ts";
import { type Trade, tradeAsPrevious } from "./trade.ts";

type Order = Trade["orders"][number];

const skus = ["CAR-0001", "CAR-0002", "CAR-0003"];
const asStaff = { who: newId("usr"), scope: "shopper staff" };

let previous: ExtractedRelease;
let shopDatabases: Awaited<ReturnType<typeof openShopDatabases>>;
let shop: OpenShop;
/** The trade of the previous release before the migrations of this one, and after them while it still ran. */
let trades: readonly [before: Trade, during: Trade];

beforeAll(async () => {
  [previous, shopDatabases] = await Promise.all([extractPreviousRelease(), openShopDatabases()]);
  const { databases } = shopDatabases;
  await migrateAll(previous.folder, databases);
  const before = await tradeAsPrevious(previous.folder, databases);
  await migrateAll(root, databases, contractMigrationsOf);
  trades = [before, await tradeAsPrevious(previous.folder, databases)];
  shop = await openShop(root, databases);
}, 300_000);
afterAll(async () => {
  await shopDatabases?.close();
  await previous?.remove();
});

const orders = (...fates: Order["fate"][]) =>
  trades.flatMap((trade) => trade.orders).filter(({ fate }) => fates.length === 0 || fates.includes(fate));
const holds = (status: string) =>
  trades.flatMap((trade) => trade.holds).filter(({ shown }) => shown.status === status);
const show = ({ who, reply }: Order) =>
  shop.ask("order", orderRoutes.getOrder, { who, path: `/v1/orders/${reply.id}` });
const inspect = ({ reply }: Order) =>
  shop.ask("order", orderStaffRoutes.inspectOrder, { ...asStaff, path: `/v1/staff/orders/${reply.id}` });
const reservationOf = ({ reservationId }: Order) =>
  shop.ask("inventory", inventoryRoutes.getReservation, { path: `/v1/reservations/${reservationId}` });
const allLevels = () => Promise.all(skus.map((sku) => levelsOf(shop, sku)));
const expectLedgerToAgree = async () => {
  for (const sku of skus) expect(await ledgerOf(shop, sku), sku).toEqual(await levelsOf(shop, sku));
};

it("every product that was sold is still in the catalogue", async () => {
  const { items } = await shop.ask("product", productRoutes.listPrices, { path: `/v1/prices?skus=${skus}` });
  const ids = new Map(items.map(({ sku, productId }) => [sku, productId]));
  for (const { reply } of orders())
    for (const { sku, productId } of reply.lines) expect(ids.get(sku)).toBe(productId);
});

it("every order is listed and shown to its shopper as the previous release showed it", async () => {
  expect(orders()).toHaveLength(10);
  for (const order of orders()) {
    expect(await show(order)).toEqual(order.shown);
    const { who, shown } = order;
    const listed = await shop.ask("order", orderRoutes.listOrders, { who, path: "/v1/orders" });
    expect(listed.items).toMatchObject([{ id: shown.id, status: shown.status, total: shown.total }]);
  }
});

it("unpublished events of the previous release are published", async () => {
  const published = await publishOutbox(shopDatabases.databases);
  const of = (topic: string) =>
    published
      .filter(({ type }) => type === topic)
      .map(({ data }) => data.orderId)
      .toSorted();
  const idsOf = (fate: Order["fate"]) =>
    orders(fate)
      .map(({ reply }) => reply.id)
      .toSorted();
  expect(of(orderConfirmed.topic)).toEqual(idsOf("confirmed"));
  expect(of(orderEnded.topic)).toEqual(idsOf("cancelled"));
});

it("stock equals the previous release's figures, and the ledger agrees in every warehouse", async () => {
  for (const { sku, warehouse, onHand, reserved } of trades[1].levels)
    expect((await levelsOf(shop, sku))[warehouse]).toEqual({ onHand, reserved });
  const held = [...holds("held"), ...orders("unpaid")];
  for (const sku of skus) {
    const reserved = Object.values(await levelsOf(shop, sku)).map((level) => level.reserved);
    expect(
      reserved.reduce((sum, pieces) => sum + pieces, 0),
      sku,
    ).toBe(piecesIn(held, sku));
  }
  await expectLedgerToAgree();
});

it("a key that the previous release has answered has no second effect", async () => {
  const before = await allLevels();
  for (const { who, key, lines, reply } of orders()) {
    const request = { who, key, path: "/v1/orders", body: { lines, deliverTo: reply.deliverTo } };
    expect(await shop.ask("order", orderRoutes.placeOrder, request)).toEqual(reply);
  }
  for (const { orderId, lines, shown } of trades.flatMap((trade) => trade.holds)) {
    const request = { key: orderId, path: "/v1/reservations", body: { orderId, lines } };
    if (shown.status === "held" || shown.status === "committed")
      expect(await shop.ask("inventory", inventoryRoutes.reserveStock, request)).toEqual(shown);
    else
      expect(await shop.refusal("inventory", inventoryRoutes.reserveStock, request)).toBe(
        "reservation-ended",
      );
  }
  for (const { restock } of trades) {
    const { sku, warehouse, quantity, who, key, reply } = restock;
    const request = { who, scope: asStaff.scope, key, path: `/v1/staff/stock/${sku}/restock` };
    const repeated = { ...request, body: { warehouse, quantity } };
    expect(await shop.ask("inventory", inventoryStaffRoutes.restock, repeated)).toEqual(reply);
  }
  expect(await allLevels()).toEqual(before);
});

it("holds of the previous release can be committed and released", async () => {
  for (const trade of trades) {
    const [first, second] = trade.holds.filter(({ shown }) => shown.status === "held");
    const take = async (id = "", step: "commit" | "release") =>
      shop.ask("inventory", inventoryRoutes[`${step}Reservation`], {
        key: id,
        path: `/v1/reservations/${id}/${step}`,
      });
    expect((await take(first?.shown.id, "commit")).status).toBe("committed");
    expect((await take(second?.shown.id, "release")).status).toBe("released");
  }
  await expectLedgerToAgree();
});

it("an order that was paid when the previous release stopped is confirmed", async () => {
  for (const order of orders("interrupted")) expect((await show(order)).status).toBe("payment-authorised");
  await shop.expireHolds(1_000);
  await shop.driveOrders();
  for (const order of orders("interrupted", "confirmed")) {
    expect(await show(order)).toMatchObject({ status: "confirmed", shipmentId: expect.any(String) });
    expect((await reservationOf(order)).status).toBe("committed");
  }
});

it("a confirmed order can be cancelled, and its pieces are free again", async () => {
  for (const order of orders("confirmed")) {
    const path = `/v1/orders/${order.reply.id}/cancellation`;
    const cancellation = { who: order.who, key: newId("key"), path, body: {} };
    await shop.ask("order", orderRoutes.cancelOrder, cancellation);
    await shop.driveOrders();
    expect((await show(order)).status).toBe("cancelled");
    expect((await reservationOf(order)).status).toBe("returned");
  }
  await expectLedgerToAgree();
});

it("an order that was not paid in time expires with an event, and its pieces are free again", async () => {
  for (const order of orders("late")) expect((await show(order)).status).toBe("expired");
  await shop.expireHolds(901);
  await shop.driveOrders();
  for (const order of orders("late", "unpaid")) {
    expect((await inspect(order)).saga).toMatchObject({ steps: [], nextAttemptAt: null, deadlineAt: null });
    expect((await show(order)).status).toBe("expired");
    expect((await reservationOf(order)).status).toMatch(/^(released|returned|expired)$/);
  }
  for (const sku of skus) expect((await levelsOf(shop, sku)).north?.reserved, sku).toBe(0);
  await expectLedgerToAgree();
});
