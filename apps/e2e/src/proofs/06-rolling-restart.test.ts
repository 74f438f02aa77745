import { Page, ProductSummary } from "@caravan/contracts";
import { meshServices } from "@caravan/toolchain";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { kubectl, rolledOut } from "../harness/kubectl.ts";
import { pairsOf } from "../harness/pairs.ts";
import { newShopper } from "../harness/shopper.ts";
import { buyOne, startTrickle, type Visit } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

/** Restarts an app and waits until its old pod is gone. */
const restart = async (app: string): Promise<void> => {
  await kubectl("-n", "shop", "rollout", "restart", `deployment/${app}`);
  await rolledOut(app);
  await until(`the old pod of ${app} is gone`, async () => {
    const pods = await kubectl("-n", "shop", "get", "pods", "-l", `app=${app},version=v1`, "-o", "name");
    return pods.split("\n").filter((name) => name !== "").length === 1 ? true : undefined;
  });
};

let productId: string | undefined;
beforeAll(async () => {
  const reply = await (await newShopper()).send("GET", "/v1/products?limit=1");
  productId = v.parse(Page(ProductSummary), reply.json()).items[0]?.id;
});

describe("kubectl rollout restart under load", () => {
  it.each(pairsOf(meshServices()).map((round) => ({ round, names: round.join(" and ") })))(
    "of $names fails no request",
    async ({ round, names }) => {
      const visits: Visit[] = [
        buyOne,
        (shopper) => shopper.send("GET", "/"),
        (shopper) => shopper.send("GET", `/products/${productId}`),
        (shopper) => shopper.send("GET", "/v1/orders"),
        (shopper) => shopper.send("GET", "/v1/shipments"),
        (shopper) => shopper.send("GET", "/.well-known/jwks.json"),
        (shopper) => shopper.send("GET", "/search?q=tent"),
      ];
      const trickle = await startTrickle({ lanes: 10, pauseMilliseconds: 50, visits });
      try {
        await until("requests flow", async () => (trickle.sent >= 50 ? true : undefined));
        await Promise.all(round.map(restart));
      } finally {
        await trickle.stop();
      }
      console.log(
        `${names}: ${trickle.sent} visits, ${trickle.acknowledged.length} orders, ${trickle.failures.length} failed`,
      );
      expect(trickle.failures).toEqual([]);
    },
  );
  it("loses no order", () => expectCleanBooks());
});
