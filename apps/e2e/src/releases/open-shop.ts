import { newId, newIdOf, type RouteDefinition, type RouteReply } from "@caravan/contracts";
import * as v from "valibot";
import { type Asked, send } from "./ask.ts";
import { openRelease } from "./release.ts";
import type { Databases } from "./trade.ts";

const App = v.object({ request: v.function() });
const Invoke = v.object({ path: v.string(), method: v.string(), body: v.optional(v.string()) });
const Runner = v.object({ poll: v.function(), idle: v.function() });

const done = (learned: object) => async () => ({ kind: "done", learned });

/**
 * Opens product, inventory and order of the release in `folder` over these databases; they call each other by their contracts, without
 * a network. Payment and logistics do what they are asked to. The trade of the previous release is done through its own copy of this
 * file: keep what the function takes and returns.
 */
export const openShop = async (folder: string, databases: Databases) => {
  const release = openRelease(folder);
  const use = (app: string, file: string, name: string, ...args: unknown[]) =>
    release.call(`apps/${app}/src/${file}.ts`, name, ...args);
  const start = Date.now();
  let passed = 0;
  let bankAway = false;
  const now = () => new Date(start + passed * 1000);
  const about = (app: string) => ({ app, version: "v1", now });
  const log = { warn: () => {}, error: () => {} };

  const inventoryDatabase = await release.open("inventory", databases.inventory);
  const inventoryParts = {
    ...about("inventory"),
    reservations: await use("inventory", "database/reservations", "openReservations", inventoryDatabase),
    stock: await use("inventory", "database/stock", "openStock", inventoryDatabase),
    newReservationId: () => newId("rsv"),
    ...{ holdMinutes: 15, count: () => {}, showUnexpired: () => {}, log },
  };
  const inventory = v.parse(App, await use("inventory", "app", "createApp", inventoryParts));
  const productDatabase = await release.open("product", databases.product);
  const productParts = {
    ...{ ...about("product"), now: Date.now, pictures: new Map(), countSearch: () => {} },
    products: await use("product", "database/product-store", "productStore", productDatabase),
    search: { find: () => [] },
  };
  const product = v.parse(App, await use("product", "app", "createApp", productParts));

  const callees = { inventory, product };
  const transport = {
    context: () => undefined,
    async send(request: unknown) {
      const { path, method, body } = v.parse(Invoke, request);
      const headers = v.parse(v.object({ headers: v.record(v.string(), v.string()) }), request).headers;
      const [, app = "", rest = ""] = /^\/v1\.0\/invoke\/([^/]+)\/method(.*)$/.exec(path) ?? [];
      const callee = app in callees ? callees[app as keyof typeof callees] : undefined;
      if (callee === undefined) throw new Error(`${app} is not part of this shop`);
      const reply = v.parse(v.instance(Response), await callee.request(rest, { method, headers, body }));
      return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
    },
  };
  const invoke = await release.call("packages/dapr/src/invoke.ts", "createInvoke", transport);
  const parts = {
    ...about("order"),
    orders: await use("order", "database/orders", "openOrders", {
      database: await release.open("order", databases.order),
      ...{ traceparent: () => undefined, onMove: () => {} },
    }),
    ...v.parse(v.looseObject({}), await use("order", "clients/callees", "connectCallees", { invoke })),
    payments: {
      start: async ({ id: orderId }: { id: string }) => ({ id: newId("pay"), orderId, ...unconfirmed }),
      refunds: async () => ({ refundedCents: 0, failedCents: 0, lostCents: 0 }),
      check: done({ paymentStatus: unconfirmed.status }),
      capture: async () => (bankAway ? { kind: "unclear", why: "no answer" } : done({})()),
      ...{ cancel: done({}), cancelAll: done({}) },
    },
    logistics: {
      ship: async () => done({ shipmentId: newId("shp"), shipmentStatus: "preparing" })(),
      cancel: done({ shipmentStatus: "cancelled" }),
    },
    ...{ countPlaced: () => {}, countRefused: () => {}, countStep: () => {}, countConfirmed: () => {} },
    limits: {
      ...{ paymentSeconds: 900, stepSeconds: 300, dispatchSeconds: 3_600, deliverySeconds: 86_400 },
      ...{ mostUnpaidOrders: 10, mostUnpaidPieces: 200 },
    },
    ...{ random: () => 0, newOrderId: (shopperId: string) => newIdOf("ord", shopperId) },
  };
  const runner = await use("order", "use-cases/saga-runner", "createRunner", parts, {
    ...{ most: 10, leaseSeconds: 30, stepSeconds: 10 },
    ...{ detached: (work: () => void) => work(), log },
  });
  const dependencies = { ...parts, runner };
  const order = v.parse(App, await use("order", "app", "createApp", dependencies));
  const events = v.parse(
    App,
    await use("order", "app", "createSubscriptions", dependencies, { enabled: true }),
  );
  const steps = v.parse(Runner, runner);
  const apps = { ...callees, order };

  return {
    /** Calls a route and checks its reply. @throws when the reply does not fit the contract */
    async ask<R extends RouteDefinition>(
      app: keyof typeof apps,
      route: R,
      asked: Asked,
    ): Promise<RouteReply<R>> {
      const reply = await send(apps[app], asked, route.method);
      if (reply.status !== route.success.status)
        throw new Error(`${route.id} ${asked.path} answered ${reply.status}: ${await reply.text()}`);
      return v.parse(route.success.body, await reply.json());
    },
    /** Calls a route that must refuse; returns the problem's code. */
    async refusal(app: keyof typeof apps, route: RouteDefinition, asked: Asked): Promise<string> {
      const reply = await send(apps[app], asked, route.method);
      return v.parse(v.object({ code: v.string() }), await reply.json()).code;
    },
    /** Delivers an event to order, and waits for the steps that follow. */
    async tell(topic: string, data: object): Promise<void> {
      const event = { specversion: "1.0", id: newId("evt"), source: "/caravan/test", type: topic, data };
      const type = "application/cloudevents+json";
      const reply = await send(events, { path: `/events/${topic}`, body: event, type }, "POST");
      if (reply.status !== 200) throw new Error(`${topic} was answered ${reply.status}`);
      await steps.idle();
    },
    /** Lets time pass; after it, inventory expires holds. */
    async expireHolds(seconds: number): Promise<void> {
      passed += seconds;
      await use("inventory", "use-cases/expire-reservations", "expireReservations", inventoryParts);
    },
    /** Does order's background work once. */
    async driveOrders(): Promise<void> {
      await use("order", "use-cases/drive-overdue", "driveOverdue", dependencies);
      await steps.poll();
      await steps.idle();
    },
    /** Whether the outcome of a capture stays unknown. */
    setBankAway(away: boolean): void {
      bankAway = away;
    },
  };
};
export type OpenShop = Awaited<ReturnType<typeof openShop>>;

const nothing = { amountCents: 0, currency: "EUR" };
const unconfirmed = {
  ...{ status: "requires-confirmation", amount: nothing, captured: nothing, refunded: nothing },
  ...{ confirmationUrl: "https://bank.example/confirm", declineReason: null },
};
