import { describe, expect, it } from "vitest";
import { newShopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

describe("the ingress", () => {
  it("answers one address that asks too fast with 429 and Retry-After, and serves the others meanwhile", async () => {
    const [greedy, patient] = [await newShopper(), await newShopper()];
    const refused = await until("the greedy address is limited", async () => {
      const replies = await Promise.all(
        Array.from({ length: 400 }, () => greedy.send("GET", "/v1/categories")),
      );
      return replies.find((reply) => reply.status === 429);
    });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await patient.send("GET", "/v1/categories")).status).toBe(200);
    await until("the greedy address is served again", async () =>
      (await greedy.send("GET", "/v1/categories")).status === 200 ? true : undefined,
    );
  });
});
