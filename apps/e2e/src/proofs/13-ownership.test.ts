import type { RouteDefinition } from "@caravan/contracts";
import type { Probe, Victim } from "@caravan/toolchain/ownership";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase, rows } from "../harness/databases.ts";
import { buy, newAccountHolder, newShopper, reached, type Shopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { deliver } from "../journey/carrier-hand.ts";
import {
  type Attempt,
  closedToOtherServices,
  closedToOthers,
  refusedWithBadToken,
  refusedWithoutToken,
} from "../ownership/checks.ts";
import { probesFor, servedApps, servedRoutes } from "../ownership/routes.ts";
import { badTokens } from "../ownership/tokens.ts";

let owner: Shopper;
let victim: Victim;
let probes: Readonly<Record<string, Probe>>;
let before: unknown;
let attempt: Attempt;

const probeOf = ({ id }: RouteDefinition): Probe => probes[id] ?? { params: {} };

/** All things of the victim, in the victim's own view. */
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
  await deliver(shipmentId);
  await reached(owner, orderId, "delivered"); // its things change no more
  before = await belongings();
  const [tokens, guest, other] = await Promise.all([badTokens(), newShopper(), newAccountHolder()]);
  const { userId: victimId, orderId: victimsOrder, addressId } = victim;
  const hidden = { secrets: ["Hidden Lane", "Secret Name"], ids: [victimsOrder, addressId, victimId] };
  attempt = { guest, other, tokens, victimId, ...hidden };
});

describe.each(servedRoutes)("$app: $route.method $route.path", ({ route }) => {
  it("is refused without a token, whatever headers the request has", () =>
    refusedWithoutToken(route, probeOf(route), attempt));

  it("is refused with an expired or forged token", () => refusedWithBadToken(route, probeOf(route), attempt));

  it("shows a guest and another account only their own things", () =>
    closedToOthers(route, probeOf(route), attempt));
});

describe.each(servedApps)("inside the mesh, %s", (app) => {
  it("refuses a service without permission, for any path", () =>
    closedToOtherServices(app, servedRoutes, probeOf));
});

describe("after all requests", () => {
  it("the victim's things are unchanged", async () => expect(await belongings()).toEqual(before));
});
