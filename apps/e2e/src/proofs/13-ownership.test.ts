import { type Access, Problem, type RouteDefinition } from "@caravan/contracts";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase, rows } from "../harness/databases.ts";
import { inPod } from "../harness/kubectl.ts";
import { buy, newAccountHolder, newShopper, type Reply, reached, type Shopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { type Probe, probesFor, type Victim } from "../ownership/probes.ts";
import { servedRoutes } from "../ownership/routes.ts";
import { badTokens } from "../ownership/tokens.ts";

let owner: Shopper;
let victim: Victim;
let probes: Readonly<Record<string, Probe>>;
let tokens: Readonly<Record<string, string>>;
let before: unknown;
let guest: Shopper;
let other: Shopper;

/** All that the victim has, as the victim sees it. */
const belongings = async (): Promise<unknown> => {
  const paths = ["/v1/users/me", "/v1/users/me/addresses", "/v1/orders", `/v1/orders/${victim.orderId}`];
  return Promise.all(paths.map(async (path) => (await owner.send("GET", path)).json()));
};

beforeAll(async () => {
  owner = await newAccountHolder();
  const address = {
    name: "Secret Name",
    street: "Hidden Lane 7",
    postalCode: "10115",
    city: "C",
    country: "DE",
  };
  const saved = (await owner.post("/v1/users/me/addresses", address)).json() as { id: string };
  const { id: orderId } = await buy(owner);
  await reached(owner, orderId, "confirmed", "dispatched", "delivered");
  const { shipmentId } = await until("the order has a shipment", async () => {
    const order = await owner.order(orderId);
    return order.shipmentId === null ? undefined : { shipmentId: order.shipmentId };
  });
  const database = await openDatabase("order");
  const [row] = await rows<{ payment_id: string; reservation_id: string }>(
    database,
    "select payment_id, reservation_id from orders where id = ?",
    [orderId],
  );
  await database.end();
  victim = {
    ...{ userId: owner.session.subject, orderId, shipmentId, addressId: saved.id },
    ...{ paymentId: row?.payment_id ?? "", reservationId: row?.reservation_id ?? "" },
  };
  probes = probesFor(victim);
  tokens = await badTokens();
  await reached(owner, orderId, "delivered");
  before = await belongings();
  [guest, other] = await Promise.all([newShopper(), newAccountHolder()]);
});

const pathOf = (route: RouteDefinition, { params = {}, query }: Probe): string =>
  route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? "x") +
  (query === undefined ? "" : `?${query}`);

const probe = async (who: Shopper, route: RouteDefinition, token?: string | null): Promise<Reply> => {
  const entry = probes[route.id] ?? {};
  return who.send(route.method, pathOf(route, entry), {
    headers: {
      "idempotency-key": crypto.randomUUID(),
      ...(entry.body === undefined ? {} : { "content-type": "application/json" }),
      // An empty header is no token.
      ...(token === undefined ? {} : { authorization: token === null ? "" : `Bearer ${token}` }),
      // What only Envoy may say.
      "x-caravan-subject": victim.userId,
      "x-caravan-scope": "shopper staff release-manager",
    },
    ...(entry.body === undefined ? {} : { body: JSON.stringify(entry.body) }),
  });
};

const expectRefusal = (reply: Reply, status: number, what: string): void => {
  expect(reply.status, `${what}: ${reply.text.slice(0, 300)}`).toBe(status);
  expect(v.is(Problem, reply.json()), reply.text).toBe(true);
  expect(reply.text).not.toMatch(/Hidden Lane|Secret Name/);
};

/** The reply to a request without a token, by the route's access. */
const withoutToken: Record<Access, number | undefined> = {
  public: undefined,
  shopper: 401,
  account: 401,
  staff: 401,
  "release-manager": 401,
  service: 404,
  callback: 401,
  "api-key": 401,
};

/** The reply to a valid token of another shopper. */
const withOtherToken: Record<Access, number | undefined> = {
  ...withoutToken,
  shopper: undefined,
  account: undefined,
  staff: 403,
  "release-manager": 403,
};

describe.each(servedRoutes)("$app: $route.method $route.path", ({ route }) => {
  it("has an entry that says whose it is", () => expect(probes).toHaveProperty(route.id));

  it("is refused without a token, whatever the request claims to be", async () => {
    const status = withoutToken[route.access];
    if (status !== undefined) expectRefusal(await probe(guest, route, null), status, "no token");
  });

  it("is refused with an expired or forged token", async () => {
    for (const [what, token] of Object.entries(tokens)) {
      const reply = await probe(guest, route, token);
      // Outside of the API a token means nothing, so a bad one does no harm either.
      if (route.path.startsWith("/v1/")) expectRefusal(reply, /audience/.test(what) ? 403 : 401, what);
      else expect(reply.status, what).toBe(200);
    }
  });

  it("gives a guest and another account nothing that is not theirs", async () => {
    const status = withOtherToken[route.access];
    const { other: expected } = probes[route.id] ?? {};
    for (const [who, name] of [
      [guest, "a guest"],
      [other, "another account"],
    ] as const) {
      if (status !== undefined) expectRefusal(await probe(who, route), status, name);
      else if (who === guest && route.access === "account") expectRefusal(await probe(who, route), 403, name);
      else if (expected === 404) expectRefusal(await probe(who, route), 404, name);
      else if (expected === 200) {
        const reply = await probe(who, route);
        expect(reply.status, reply.text).toBeLessThan(300);
        for (const secret of [victim.orderId, victim.addressId, victim.userId, "Hidden Lane"])
          expect(reply.text).not.toContain(secret);
      }
    }
  });
});

const internal: readonly Access[] = ["service", "callback", "staff"];

describe.each([...new Set(servedRoutes.map(({ app }) => app))])("inside the mesh, %s", (app) => {
  it("is closed to a service that has no business with it, whatever the path", async () => {
    const routes = servedRoutes.filter((one) => one.app === app && internal.includes(one.route.access));
    const calls = routes.map(({ route }) => ({
      url: `http://${app}.shop.svc.cluster.local:8080${pathOf(route, probes[route.id] ?? {})}`,
      init: { method: route.method, headers: { "x-caravan-scope": "staff" } },
    }));
    const script = `return Promise.all(${JSON.stringify(calls)}.map(async ({ url, init }) => (await fetch(url, init)).status));`;
    const answers = await inPod(app === "product" ? "deploy/payment" : "deploy/product", script);
    expect(answers).toEqual(calls.map(() => 403));
  });
});

describe("after all of that", () => {
  it("nothing of the victim's has changed", async () => expect(await belongings()).toEqual(before));
});
