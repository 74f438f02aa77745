import { newId, type RouteDefinition, type RouteReply } from "@caravan/contracts";
import * as v from "valibot";
import { root } from "../harness/shop.ts";
import { until } from "../harness/until.ts";
import { openRelease } from "./release.ts";
import type { Databases } from "./trade.ts";

const App = v.object({ request: v.function() });
type App = v.InferOutput<typeof App>;
const Lag = v.object({ count: v.number() });
const Relay = v.object({ stop: v.function() });
const Event = v.object({ id: v.string(), type: v.string(), data: v.looseObject({ orderId: v.string() }) });
type Event = v.InferOutput<typeof Event>;

/** A request to one of the apps. */
interface Asked {
  readonly path: string;
  readonly who?: string;
  readonly scope?: string;
  readonly key?: string;
  readonly body?: object;
}

/** This checkout's apps over the databases; they call each other without a network. Payment and logistics are not used. */
export const openNewShop = async (databases: Databases) => {
  const release = openRelease(root);
  const use = (app: string, file: string, name: string, ...args: unknown[]) =>
    release.call(`apps/${app}/src/${file}.ts`, name, ...args);
  const clock = { now: new Date() };
  const inventoryDatabase = await release.open("inventory", databases.inventory);
  const orderDatabase = await release.open("order", databases.order);
  const productDatabase = await release.open("product", databases.product);
  const about = { version: "v2", now: () => clock.now };

  const inventory = v.parse(
    App,
    await use("inventory", "app", "createApp", {
      ...{
        ...about,
        app: "inventory",
        holdMinutes: 15,
        newReservationId: () => newId("rsv"),
        count: () => {},
      },
      reservations: await use("inventory", "database/reservations", "openReservations", inventoryDatabase),
      stock: await use("inventory", "database/stock", "openStock", inventoryDatabase),
    }),
  );
  const product = v.parse(
    App,
    await use("product", "app", "createApp", {
      ...{ ...about, app: "product", now: Date.now, pictures: new Map() },
      products: await use("product", "database/product-store", "productStore", productDatabase),
    }),
  );
  const orders = await use("order", "database/orders", "openOrders", {
    database: orderDatabase,
    traceparent: () => undefined,
  });
  const giveBack = (how: string) => async (id: string) => {
    const { status } = await send(inventory, { path: `/v1/reservations/${id}/${how}`, key: id }, "POST");
    return status === 200 ? { kind: "done", learned: {} } : { kind: "unclear", why: `answered ${status}` };
  };
  const parts = {
    ...{ ...about, app: "order", orders, random: Math.random, newOrderId: () => newId("ord") },
    prices: { of: async () => new Map() },
    inventory: { release: giveBack("release"), return: giveBack("return") },
    ...{ payments: {}, logistics: {} },
    ...{ countPlaced: () => {}, countRefused: () => {}, countStep: () => {}, countConfirmed: () => {} },
    limits: { paymentSeconds: 900, stepSeconds: 300, dispatchSeconds: 3_600, deliverySeconds: 86_400 },
  };
  const runner = await use("order", "use-cases/saga-runner", "createRunner", parts, {
    ...{ most: 10, leaseSeconds: 30, stepSeconds: 10 },
    detached: (work: () => void) => work(),
    log: { warn: () => {} },
  });
  const dependencies = { ...parts, runner };
  const order = v.parse(App, await use("order", "app", "createApp", dependencies));
  const apps = { inventory, order, product };
  const running = v.parse(v.object({ poll: v.function(), idle: v.function() }), runner);

  return {
    clock,
    orders: v.parse(v.object({ claimPlacement: v.function() }), orders),
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
    /** Publishes the outbox of orders; returns the events. */
    async publishOutbox(): Promise<Event[]> {
      const published: Event[] = [];
      const publish = async (events: unknown) => {
        const batch = v.parse(v.array(Event), events);
        published.push(...batch);
        return batch.map(({ id }) => ({ id, ok: true }));
      };
      const outbox = { database: orderDatabase, source: "/caravan/order", publish };
      const file = "packages/database/src/index.ts";
      const relay = v.parse(Relay, await release.call(file, "startOutboxRelay", outbox));
      await until("the outbox is empty", async () => {
        const lag = v.parse(Lag, await release.call(file, "outboxLag", orderDatabase));
        return lag.count === 0 || undefined;
      });
      await relay.stop();
      return published;
    },
    /** Runs the background work of the order app once. */
    async runSagas(): Promise<void> {
      await use("order", "use-cases/drive-overdue", "driveOverdue", dependencies);
      await running.poll();
      await running.idle();
    },
  };
};
export type NewShop = Awaited<ReturnType<typeof openNewShop>>;

const send = async (app: App, { path, who, scope, key, body }: Asked, method: string): Promise<Response> => {
  const headers = {
    ...(who !== undefined && { "x-caravan-subject": who, "x-caravan-scope": scope ?? "guest" }),
    ...(key !== undefined && { "idempotency-key": key }),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return v.parse(v.instance(Response), await app.request(path, sent));
};
