import { binomialBand } from "@caravan/release-engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inPod } from "../harness/kubectl.ts";
import { caravan, kube, readStatus, root } from "../harness/shop.ts";
import { newShopper, orderIn, type Shopper, servedBy } from "../harness/shopper.ts";

let shoppers: Shopper[];
beforeAll(async () => {
  await caravan("canary", "inventory");
  shoppers = await Promise.all(Array.from({ length: 20 }, () => newShopper()));
});
afterAll(async () => {
  await caravan("canary", "inventory", "--off");
});

/** Places orders, a few at a time, and counts which version of inventory reserved the stock. */
const versionsOf = async (orders: number): Promise<Record<string, number>> => {
  const counts: Record<string, number> = { v1: 0, v2: 0 };
  let next = 0;
  await Promise.all(
    shoppers.map(async (shopper) => {
      while (next++ < orders) {
        const reply = await shopper.placeOrder({ lines: [{ sku: "CAR-0006", quantity: 1 }] });
        // Unpaid orders of one shopper are limited.
        await shopper.post(`/v1/orders/${orderIn(reply).id}/cancellation`, {});
        const version = servedBy(reply).inventory ?? "none";
        counts[version] = (counts[version] ?? 0) + 1;
      }
    }),
  );
  return counts;
};

/** What Helm and GitOps tools do to a release, to fields of any owner: an upgrade, a rollback, an apply of the bare chart. */
const redeploy = async (release: string, chart: string, template: string): Promise<void> => {
  const { helm, kubectl } = await kube();
  const inShop = ["--namespace", "shop"];
  const values = await helm(["get", "values", release, "--output", "yaml", ...inShop]);
  const force = ["--force-conflicts", "--no-hooks", ...inShop];
  await helm(["upgrade", release, `${root}/${chart}`, "--reuse-values", ...force]);
  await helm(["rollback", release, ...force]);
  const show = ["--show-only", `templates/${template}`, "--values", "-"];
  const rendered = await helm(["template", release, `${root}/${chart}`, ...show, ...inShop], values);
  await kubectl(
    ["apply", "--server-side", "--force-conflicts", "--field-manager=gitops", "-f", "-"],
    rendered,
  );
};

describe("a canary of inventory", () => {
  it("gets no traffic before it has a weight", async () => {
    expect(await versionsOf(200)).toEqual({ v1: 200, v2: 0 });
  });
  it("takes no second copy of the events", async () => {
    expect(
      await inPod(
        "deploy/inventory-v2",
        'return (await fetch("http://127.0.0.1:8081/dapr/subscribe")).json();',
      ),
    ).toEqual([]);
  });
  it("keeps its weight through upgrades, rollbacks and applies of the charts", async () => {
    await caravan("canary", "inventory", "--weight", "10");
    await Promise.all([
      redeploy("inventory", "charts/service", "virtual-service.yaml"),
      redeploy("mesh", "mesh/istio", "front-door.yaml"),
    ]);
    const weights = (await readStatus()).workloads.map(({ workload, weight }) => [workload, weight]);
    expect(weights).toContainEqual(["inventory", 900]);
    expect(weights).toContainEqual(["inventory-v2", 100]);
  });
  it("with weight 100 of 1000 gets its share of 1,000 orders, within the 99.9 % binomial band", async () => {
    const counts = await versionsOf(1000);
    const { low, high } = binomialBand(1000, 0.1, 0.001);
    console.log(`weight 100/1000: ${counts.v2} of 1000 orders on v2 (band ${low} to ${high})`);
    expect((counts.v1 ?? 0) + (counts.v2 ?? 0)).toBe(1000);
    expect(counts.v2).toBeGreaterThanOrEqual(low);
    expect(counts.v2).toBeLessThanOrEqual(high);
  });
  it("takes everything at 100 % and nothing at 0 from the end of the command on", async () => {
    for (const [weight, expected] of [
      ["100", { v1: 0, v2: 50 }],
      ["0", { v1: 300, v2: 0 }],
    ] as const) {
      const start = performance.now();
      await caravan("canary", "inventory", "--weight", weight);
      console.log(`weight ${weight} %: in force after ${((performance.now() - start) / 1000).toFixed(2)} s`);
      expect(await versionsOf(expected.v1 + expected.v2)).toEqual(expected);
    }
  });
});
