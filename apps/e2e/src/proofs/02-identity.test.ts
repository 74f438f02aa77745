import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inPod, kubectl, podsOf } from "../harness/kubectl.ts";
import { startPlainPod } from "../harness/plain-pod.ts";
import { shop } from "../harness/shop.ts";
import { newShopper, orderIn } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const inventory = "http://inventory.shop.svc.cluster.local:8080";
const status = (url: string, init = "{}") =>
  `const r = await fetch(${JSON.stringify(url)}, ${init}); return r.status;`;
const reserve =
  '{ method: "POST", headers: { "content-type": "application/json", "idempotency-key": "x" }, body: "{}" }';

let plain: Awaited<ReturnType<typeof startPlainPod>>;
beforeAll(async () => {
  plain = await startPlainPod("outsider");
});
afterAll(() => plain.stop());

describe("the identity of a caller", () => {
  it("inventory's sidecar sees the order service by its mesh identity", async () => {
    const [pod] = await podsOf("inventory");
    if (pod === undefined) throw new Error("inventory has no pod");
    const rbacLog = (level: string) =>
      kubectl(
        "-n",
        "shop",
        "exec",
        pod,
        "-c",
        "istio-proxy",
        "--",
        "pilot-agent",
        "request",
        "POST",
        `logging?rbac=${level}`,
      );
    await rbacLog("debug");
    try {
      const shopper = await newShopper();
      await until("inventory's sidecar logged a call from order", async () => {
        orderIn(await shopper.placeOrder({ lines: [{ sku: "CAR-0002", quantity: 1 }] }));
        const log = await kubectl("-n", "shop", "logs", pod, "-c", "istio-proxy", "--tail=400");
        return log.includes("spiffe://cluster.local/ns/shop/sa/order") ? true : undefined;
      });
    } finally {
      await rbacLog("warning");
    }
  });
  it("plain text from a pod outside the mesh is refused", async () => {
    expect(await plain.run(status(`${inventory}/v1/stock?skus=CAR-0001`))).toEqual({
      error: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
    });
  });
  it("the storefront may read stock and nothing else of inventory", async () => {
    expect(await inPod("deploy/storefront", status(`${inventory}/v1/stock?skus=CAR-0001`))).toBe(200);
    expect(await inPod("deploy/storefront", status(`${inventory}/v1/reservations`, reserve))).toBe(403);
    expect(
      await inPod("deploy/storefront", status(`${inventory}/v1/staff/stock/CAR-0001/restock`, reserve)),
    ).toBe(403);
  });
  it("a workload that is not allowed gets 403, whatever the path", async () => {
    expect(await inPod("deploy/product", status(`${inventory}/v1/stock?skus=CAR-0001`))).toBe(403);
    expect(await inPod("deploy/product", status("http://order.shop.svc.cluster.local:8080/v1/orders"))).toBe(
      403,
    );
  });
  it.each([
    "/metrics",
    "/healthz",
    "/readyz",
    "/dapr/subscribe",
    "/events/order.placed.v1",
    "/v1/reservations/../../metrics",
  ])("an allowed caller gets 403 for %s", async (path) => {
    expect(await inPod("deploy/order", status(`${inventory}${path}`))).toBe(403);
  });
});

describe("from the ingress", () => {
  const hidden = [
    "/dapr/subscribe",
    "/dapr/config",
    "/events/order.placed.v1",
    "/metrics",
    "/healthz",
    "/readyz",
    "/v1/prices?skus=CAR-0001",
    "/v1/reservations",
    "//metrics",
    "/%6detrics",
    "/v1/../metrics",
  ];
  it.each(hidden)("%s cannot be reached", async (path) => {
    const shopper = await newShopper();
    for (const method of ["GET", "POST"] as const) {
      const reply = await shopper.send(method, path, { headers: { accept: "application/json" } });
      expect([403, 404, 405], `${method} ${path} answered ${reply.status}`).toContain(reply.status);
      expect(reply.text).not.toContain("http_server_request_duration");
    }
  });
});

describe("to the outside", () => {
  let outside: Server;
  let address: string;
  beforeAll(async () => {
    const gateway = new URL((await shop()).shop).hostname.replace(/\.\d+$/, ".1");
    outside = createServer((_, response) => response.end("outside"));
    const port = await new Promise<number>((resolve) => {
      outside.listen(0, gateway, () => {
        const bound = outside.address();
        resolve(typeof bound === "object" && bound !== null ? bound.port : 0);
      });
    });
    address = `http://${gateway}:${port}/`;
  });
  afterAll(() => outside.close());
  it("an unregistered host is refused to a pod of the mesh, though it is reachable", async () => {
    expect(await plain.run(status(address))).toBe(200);
    expect(await inPod("deploy/order", status(address))).not.toBe(200);
  });
});
