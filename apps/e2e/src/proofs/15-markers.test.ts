import { cards } from "@caravan/buyer";
import { meshServices } from "@caravan/toolchain";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl, podsOf } from "../harness/kubectl.ts";
import { metricsOf } from "../harness/metrics.ts";
import { newAccount, newAccountHolder, orderIn, pay, reached, type Shopper } from "../harness/shopper.ts";
import { openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const apps = meshServices();
const account = newAccount();
const marker = crypto.randomUUID();
const address = {
  name: `Name ${marker}`,
  street: `Street ${marker}`,
  postalCode: "10115",
  city: `City ${marker}`,
  country: "DE",
};

/** Values that must never be found, by name. */
let secrets: Readonly<Record<string, string>>;
let redis: Redis;
let shopper: Shopper;

beforeAll(async () => {
  redis = await openStreams();
  shopper = await newAccountHolder(account);
  const deliver = { lines: [{ sku: "CAR-0009", quantity: 1 }], deliverTo: address };
  const order = orderIn(await shopper.placeOrder(deliver));
  await pay(shopper, order.id);
  const declined = orderIn(await shopper.placeOrder(deliver));
  await pay(shopper, declined.id, cards.declined);
  await until("the decline is known", async () =>
    (await shopper.order(declined.id)).declined ? true : undefined,
  );
  await reached(shopper, order.id, "confirmed", "dispatched", "delivered");
  // Failures are logged more readily than successes.
  const json = { "content-type": "application/json" };
  await shopper.send("POST", "/v1/sessions", {
    headers: json,
    body: JSON.stringify({ email: account.email, password: `wrong ${marker}` }),
  });
  await shopper.post("/v1/orders", { ...deliver, lines: [{ sku: "ZZZ-9999", quantity: 1 }] });
  await shopper.post("/v1/users/me/addresses", { ...address, country: "nowhere" });
  secrets = {
    "the address": marker,
    "the password": account.password,
    "the e-mail address": account.email,
    "the access token": shopper.session.accessToken.split(".")[2] ?? "",
    "the refresh token": shopper.session.refreshToken,
    "the card number": cards.good.replaceAll(" ", ""),
    "the card number as typed": cards.good,
    "the declined card": cards.declined.replaceAll(" ", ""),
  };
});
afterAll(() => redis.disconnect());

const expectNone = (text: string, where: string): void => {
  for (const [what, secret] of Object.entries(secrets))
    expect(text.includes(secret), `${what} is in ${where}`).toBe(false);
};

const shopPods = async (): Promise<[string, string][]> =>
  (
    await Promise.all(apps.map(async (app) => (await podsOf(app)).map((pod): [string, string] => [app, pod])))
  ).flat();

describe("no password, token, card number or address reaches", () => {
  it("a log of any container", async () => {
    for (const [app, pod] of await shopPods())
      for (const container of [app, "daprd", "istio-proxy"])
        expectNone(
          await kubectl("-n", "shop", "logs", pod, "-c", container),
          `the log of ${pod}/${container}`,
        );
    const others: [string, string][] = [
      ["istio-ingress", "deploy/istio-ingressgateway"],
      ["outside", "deploy/bank"],
      ["outside", "deploy/carrier"],
      ["shop-data", "statefulset/mariadb"],
      ["shop-data", "statefulset/redis"],
    ];
    for (const [namespace, workload] of others)
      expectNone(await kubectl("-n", namespace, "logs", workload), `the log of ${workload}`);
  });

  it("a metric", async () => {
    for (const app of apps) {
      const text = await metricsOf(`deploy/${app}`);
      expect(text).toContain("http_server_request_duration");
      expectNone(text, `the metrics of ${app}`);
    }
  });

  it("an event or a dead letter", async () => {
    const streams = [];
    for (const key of await redis.keys("*")) if ((await redis.type(key)) === "stream") streams.push(key);
    expect(streams).toContain("payment.authorised.v1");
    for (const stream of streams)
      expectNone(
        JSON.stringify(await redis.xrevrange(stream, "+", "-", "COUNT", 5000)),
        `the stream ${stream}`,
      );
  });
});
