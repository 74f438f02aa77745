import { Page, ProductSummary } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Databases, openDatabases } from "../harness/databases.ts";
import { kubectl, rolledOut } from "../harness/kubectl.ts";
import { newShopper } from "../harness/shopper.ts";
import { expectSoundStock } from "../harness/stock.ts";
import { placeOneOrder, startTrickle, type Visit } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

const apps = ["product", "inventory", "order", "storefront"];
let databases: Databases;
beforeAll(async () => {
  databases = await openDatabases();
});
afterAll(() => databases.end());

describe("kubectl rollout restart under load", () => {
  it.each(apps)("of %s fails no request", async (app) => {
    const product = v.parse(
      Page(ProductSummary),
      (await (await newShopper()).send("GET", "/v1/products?limit=1")).json(),
    ).items[0];
    const visits: Visit[] = [
      placeOneOrder,
      (shopper) => shopper.send("GET", "/"),
      (shopper) => shopper.send("GET", `/products/${product?.id}`),
      (shopper) => shopper.send("GET", "/v1/orders"),
      (shopper) => shopper.send("GET", "/search?q=tent"),
    ];
    const trickle = await startTrickle({ lanes: 10, pauseMilliseconds: 50, visits });
    await until("requests flow", async () => (trickle.sent >= 50 ? true : undefined));
    await kubectl("-n", "shop", "rollout", "restart", `deployment/${app}`);
    await rolledOut(app);
    await until("the old pod is gone", async () => {
      const pods = await kubectl("-n", "shop", "get", "pods", "-l", `app=${app},version=v1`, "-o", "name");
      return pods.split("\n").filter((name) => name !== "").length === 1 ? true : undefined;
    });
    await trickle.stop();
    console.log(
      `${app}: ${trickle.sent} requests, ${trickle.acknowledged.length} orders, ${trickle.failures.length} failed`,
    );
    expect(trickle.failures).toEqual([]);
  });
  it("leaves stock and ledger in agreement", async () => {
    await expectSoundStock(databases);
  });
});
