import { globSync, readFileSync } from "node:fs";
import { deployedApps, meshServices } from "@caravan/toolchain";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inPod, kubectl, podsOf } from "../harness/kubectl.ts";
import { startPlainPod } from "../harness/plain-pod.ts";
import { caravan, root } from "../harness/shop.ts";
import { buy, newShopper, reached } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { carry } from "../journey/carrier-hand.ts";

const Addresses = v.object({
  metrics: v.string(),
  alerts: v.string(),
  traces: v.string(),
});
const Targets = v.object({
  data: v.object({
    activeTargets: v.array(
      v.object({
        labels: v.looseObject({ job: v.string(), pod: v.optional(v.string()) }),
        health: v.string(),
        scrapeUrl: v.string(),
        lastError: v.string(),
      }),
    ),
  }),
});
const Panels = v.object({
  rows: v.array(v.object({ panels: v.array(v.object({ title: v.string(), expr: v.array(v.string()) })) })),
});

const askJson = async <T extends v.GenericSchema>(
  base: string,
  path: string,
  schema: T,
): Promise<v.InferOutput<T>> => v.parse(schema, await (await fetch(new URL(path, base))).json());

const Traces = v.array(
  v.object({
    processes: v.record(v.string(), v.object({ serviceName: v.string() })),
    spans: v.array(v.object({ operationName: v.string() })),
  }),
);
/** The services that log lines are from. */
const linesOf = (stdout: string) =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => v.parse(v.looseObject({ service: v.optional(v.string()) }), JSON.parse(line)).service);

let at: v.InferOutput<typeof Addresses>;
let outsider: Awaited<ReturnType<typeof startPlainPod>>;
beforeAll(async () => {
  const observe = () => caravan("observe", "--json");
  const { stdout } = await observe().catch(async () => {
    await caravan("up", "--observability");
    return observe();
  });
  at = v.parse(Addresses, JSON.parse(stdout));
  outsider = await startPlainPod("scraper");
});
afterAll(() => outsider.stop());

const podAddress = async (app: string) => {
  const [pod = ""] = await podsOf(app);
  return kubectl("-n", "shop", "get", "pod", pod, "-o", "jsonpath={.status.podIP}");
};

/** Does what the runbook of TargetDown says of a daprd that registered its figures twice. */
const replaceConfused = async (
  failing: readonly { lastError: string; labels: { pod?: string | undefined } }[],
) => {
  for (const { lastError, labels } of failing)
    if (lastError.includes("An error has occurred while serving metrics") && labels.pod)
      await kubectl("-n", "shop", "delete", "pod", labels.pod, "--ignore-not-found", "--wait=false");
};

describe("metrics", () => {
  it("of apps, daprd, Envoys, gateway, control plane, containers and the tools themselves are scraped", async () => {
    await until("every target is known to the scraper, and answers it", async () => {
      const { activeTargets } = (await askJson(at.metrics, "/api/v1/targets?state=active", Targets)).data;
      const failing = activeTargets.filter(({ health }) => health !== "up");
      await replaceConfused(failing);
      if (failing.length > 0) throw new Error(JSON.stringify(failing.slice(0, 3)));
      const jobs = Map.groupBy(activeTargets, ({ labels }) => labels.job);
      // Pods that are new are found after some time.
      for (const job of ["apps", "daprd", "envoy"])
        expect(jobs.get(job)?.length, job).toBeGreaterThanOrEqual(meshServices().length);
      for (const job of ["gateway", "istiod", "dapr-control-plane", "kubelet", "cadvisor"])
        expect(jobs.has(job), job).toBe(true);
      for (const job of ["kube-state-metrics", "annotated", "audit-watch"])
        expect(jobs.has(job), job).toBe(true);
      return true;
    });
  });

  it("are refused to every other pod, of the mesh and outside of it", async () => {
    const address = await podAddress("inventory");
    const status = (url: string) => `return fetch(${JSON.stringify(url)}).then(({ status }) => status)`;
    const inside = "http://inventory.shop.svc.cluster.local:8080/metrics";
    expect(await inPod("deploy/storefront", status(inside))).toBe(403);
    for (const port of ["8080", "9090", "15092"])
      expect(await outsider.run(status(`http://${address}:${port}/metrics`)), port).toHaveProperty("error");
  });
});

describe("dashboards", () => {
  const files = globSync("charts/observability/dashboards/vmui/*.json", { cwd: root }).sort();
  it.each(files)("%s asks without an error", async (file) => {
    const { rows } = v.parse(Panels, JSON.parse(readFileSync(`${root}/${file}`, "utf8")));
    const empty: string[] = [];
    for (const { title, expr } of rows.flatMap(({ panels }) => panels)) {
      const answers = await Promise.all(
        expr.map((query) =>
          askJson(
            at.metrics,
            `/api/v1/query?query=${encodeURIComponent(query)}`,
            v.object({ status: v.literal("success"), data: v.object({ result: v.array(v.unknown()) }) }),
          ),
        ),
      );
      if (answers.every(({ data }) => data.result.length === 0)) empty.push(title);
    }
    if (empty.length > 0) console.log(`${file}: no data now for ${empty.join(", ")}`);
  });
});

describe("logs", () => {
  it("of every app are kept and can be searched", async () => {
    await until("every app's line is found", async () => {
      const { stdout } = await caravan("logs", "--text", "serving", "--since", "1d", "--json");
      const services = linesOf(stdout);
      return deployedApps().every((app) => services.includes(app)) ? true : undefined;
    });
  });
});

describe("traces", () => {
  it("hold spans of the gateway, of Envoys and of apps", async () => {
    const shopper = await newShopper();
    await until("all of them have sent spans", async () => {
      await Promise.all(Array.from({ length: 20 }, () => shopper.send("GET", "/v1/products?limit=1")));
      const { data } = await askJson(at.traces, "/api/services", v.object({ data: v.array(v.string()) }));
      const gateway = data.some((name) => name.endsWith(".istio-ingress"));
      return gateway && data.includes("product") && data.includes("product.shop") ? true : undefined;
    });
  });
});

describe("an order", () => {
  it("is one trace through all services, delivery included, and is found by its id, like its log lines", async () => {
    const shopper = await newShopper();
    const order = await buy(shopper);
    const shipped = async () => (await shopper.order(order.id)).shipmentId ?? undefined;
    await carry(await until("it has a shipment", shipped));
    await reached(shopper, order.id, "delivered");
    const services = ["order", "payment", "inventory", "logistics"];
    const delivered = "process shipment.delivered.v1";
    await until("its trace holds the spans of all", async () => {
      const { stdout } = await caravan("trace", order.id, "--json");
      const traces = v.parse(Traces, JSON.parse(stdout));
      expect(traces.length).toBeLessThanOrEqual(1);
      const [{ processes, spans } = { processes: {}, spans: [] }] = traces;
      const seen = Object.values(processes).map(({ serviceName }) => serviceName);
      const all = services.every((service) => seen.includes(service));
      return all && spans.some(({ operationName }) => operationName === delivered) ? true : undefined;
    });
    expect((await caravan("trace", order.id)).stdout).toContain("step create-shipment");
    await until("lines of all are found", async () => {
      const { stdout } = await caravan("logs", "--order", order.id, "--since", "1h", "--json");
      return services.every((service) => linesOf(stdout).includes(service)) ? true : undefined;
    });
  });
});

describe("alerts", () => {
  it("reach Alertmanager: the one that always fires is there", async () => {
    const Alerts = v.array(v.object({ labels: v.looseObject({ alertname: v.string() }) }));
    await until("it fires", async () => {
      const alerts = await askJson(at.alerts, "/api/v2/alerts", Alerts);
      return alerts.some(({ labels }) => labels.alertname === "DeadMansSwitch") ? true : undefined;
    });
  });
});
