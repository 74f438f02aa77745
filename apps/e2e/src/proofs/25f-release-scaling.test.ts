import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { changeRelease } from "@caravan/cluster";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "../harness/kubectl.ts";
import { type Copy, copyCheckout } from "../harness/new-service.ts";
import { startRelease } from "../harness/release-versions.ts";
import { caravan, kube, root } from "../harness/shop.ts";
import { startTrickle, type Trickle, type Visit } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

/** Many times the usual wait: an autoscaler looks every 15 s, at metrics of the last minute. */
const patienceSeconds = 300;
const plan = `service: product
steps:
  - { weight: 50, minimumRequests: 100000, maximumDuration: 30m }
`;
const Phases = v.pipe(v.string(), v.parseJson(), v.array(v.object({ phase: v.string() })));

const autoscale = async (values: object) => {
  const release = { name: "product", namespace: "shop", chart: `${root}/charts/service` };
  return changeRelease(await kube(), release, { autoscaling: values });
};
const ofProduct = (kind: string, path: string) =>
  kubectl("-n", "shop", "get", kind, "product", "-o", `jsonpath=${path}`);
const pods = async () => Number(await ofProduct("deploy", "{.spec.replicas}"));
const minimum = async () => Number(await ofProduct("hpa", "{.spec.minReplicas}"));
const untilPods = (what: string, enough: (count: number) => boolean) =>
  until(what, async () => (enough(await pods()) ? true : undefined), patienceSeconds);

describe.runIf(process.env.CARAVAN_LONG === "1")("a release of a service with an autoscaler (--long)", () => {
  let copy: Copy;
  let trickle: Trickle;
  beforeAll(async () => {
    copy = await copyCheckout();
    const main = join(copy.root, "apps/product/src/main.ts");
    await writeFile(main, `// Another image.\n${await readFile(main, "utf8")}globalThis.other = 1;\n`);
    await writeFile(join(copy.root, "plan.yaml"), plan);
    const browse: Visit = (shopper) => shopper.send("GET", "/v1/products");
    trickle = await startTrickle({ lanes: 1, pauseMilliseconds: 300, visits: [browse] });
    const values = { maxReplicas: 4, requestsPerSecond: 50, scaleDownAfterSeconds: 10 };
    await autoscale({ enabled: true, minReplicas: 3, ...values });
    await untilPods("three pods", (count) => count === 3);
    await (await kube()).rolledOut("shop", "deploy/product");
  }, 600_000);
  afterAll(async () => {
    await trickle?.stop();
    await caravan("canary", "product", "--off");
    await autoscale({ enabled: false });
    await caravan("up", "--observability");
    await copy?.remove();
  }, 600_000);

  it("keeps the pods of v1 although the autoscaler wants fewer, and gives them free at its end", async () => {
    const ended = startRelease(
      copy,
      "product",
      "--plan",
      join(copy.root, "plan.yaml"),
      "--reason",
      "a proof",
    );
    await until(
      "v2 gets requests",
      async () => {
        const { stdout } = await caravan("release", "status", "product", "--json");
        return v.parse(Phases, stdout)[0]?.phase === "observing" ? true : undefined;
      },
      patienceSeconds,
    );
    await autoscale({ minReplicas: 1 });
    const limited = "{.status.conditions[?(@.type=='ScalingLimited')].reason}";
    await until(
      "the autoscaler wants fewer than its minimum",
      async () => ((await ofProduct("hpa", limited)) === "TooFewReplicas" ? true : undefined),
      patienceSeconds,
    );
    expect([await minimum(), await pods()]).toEqual([3, 3]);
    await caravan("release", "rollback", "product", "--reason", "a proof");
    expect(await ended).toContain("product is rolled back");
    expect(await minimum()).toBe(1);
    await untilPods("fewer pods", (count) => count < 3);
    expect(trickle.failures).toEqual([]);
  }, 1_200_000);
});
