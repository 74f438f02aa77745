import { describe, expect, it } from "vitest";
import { gatewayCounter, gatewayLog } from "../harness/gateway.ts";
import { newShopper, type Reply, type Shopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

/** Sends requests until the limit of the address is reached. */
const untilRefused = (shopper: Shopper, method: "GET" | "POST", path: string): Promise<Reply> =>
  until(`${path} is limited`, async () => {
    const replies = await Promise.all(Array.from({ length: 400 }, () => shopper.send(method, path)));
    return replies.find((reply) => reply.status === 429);
  });

describe("the ingress", () => {
  it("answers an address over its limit with 429 and Retry-After, and serves the others meanwhile", async () => {
    const [greedy, patient] = [await newShopper(), await newShopper()];
    const refused = await untilRefused(greedy, "GET", "/v1/categories");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await patient.send("GET", "/v1/categories")).status).toBe(200);
    await until("the greedy address is served again", async () =>
      (await greedy.send("GET", "/v1/categories")).status === 200 ? true : undefined,
    );
  });

  it("counts shoppers, partners and staff separately: the limit of one class does not affect the others", async () => {
    const counted = () => gatewayCounter("shoppers.http_local_rate_limit.rate_limited");
    const one = await newShopper();
    const before = await counted();
    await untilRefused(one, "GET", "/v1/categories");
    // From the same address. The app's own refusals: no signature, no right.
    for (const partner of ["bank", "stripe", "carrier"])
      expect([400, 401, 404, 415]).toContain((await one.send("POST", `/v1/callbacks/${partner}`)).status);
    expect((await one.send("GET", "/v1/staff/orders")).status).toBe(403);
    expect(await counted()).toBeGreaterThan(before);
    const lines = (await gatewayLog()).split("\n");
    expect(lines.some((line) => line.includes("/v1/categories") && line.includes("429"))).toBe(true);
  });

  it("accepts hundreds of callbacks a second from a partner", async () => {
    const partner = await newShopper();
    const replies = await Promise.all(
      Array.from({ length: 600 }, () => partner.send("POST", "/v1/callbacks/bank")),
    );
    expect(replies.filter(({ status }) => status === 429)).toEqual([]);
  });
});
