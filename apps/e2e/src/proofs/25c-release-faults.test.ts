import { verifyLog } from "@caravan/release-engine";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freezeDaemon } from "../harness/freeze.ts";
import { kubectl } from "../harness/kubectl.ts";
import { withoutDeployment } from "../harness/outage.ts";
import { setClock } from "../harness/planted.ts";
import { killEngine, openDesk } from "../harness/release-desk.ts";
import { caravan } from "../harness/shop.ts";
import { staffMember } from "../harness/shopper.ts";
import { startTrickle, type Trickle } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

const start = {
  service: "product",
  image: "localhost/caravan/product:new",
  plan: `service: product
cohorts: { customers: false }
steps:
  - { weight: 10, minimumRequests: 100000, maximumDuration: 30m }
  - { weight: 50, minimumRequests: 100000, maximumDuration: 30m }
after: 30m
`,
};

const shareOfV2 = () =>
  kubectl(
    ...["-n", "shop", "get", "virtualservice", "product-weights"],
    ...["-o", "jsonpath={.spec.http[-1:].route[1].weight}"],
  );
let desk: ReturnType<typeof openDesk>;
let trickle: Trickle;
const begin = async (): Promise<string> => {
  const { id } = await desk.start(start);
  await desk.done(id, "start canary");
  await desk.wait(id, "v2 gets requests", ({ phase }) => phase === "observing");
  return id;
};
const intact = async (id: string): Promise<void> => {
  const { head } = await desk.wait(id, "an engine answers", () => true);
  expect(verifyLog(await desk.log(id))).toMatchObject({ sound: true, head });
};
const rolledBack = async (id: string): Promise<void> => {
  await desk.done(id, "remove canary");
  await desk.wait(id, "it is rolled back", ({ phase }) => phase === "rolled back");
  await intact(id);
};

describe.runIf(process.env.CARAVAN_LONG === "1")(
  "a release of product while parts fail (--long)",
  { timeout: 1_200_000 },
  () => {
    beforeAll(async () => {
      desk = openDesk(await staffMember());
      await caravan("canary", "product");
      trickle = await startTrickle({
        lanes: 4,
        pauseMilliseconds: 100,
        visits: [(shopper) => shopper.send("GET", "/v1/products")],
      });
    }, 300_000);
    // Whatever a test has left.
    afterEach(async () => {
      await desk.freezeAll();
      await caravan("canary", "product", "--weight", "0");
    });
    afterAll(async () => {
      await trickle?.stop();
      await caravan("canary", "product", "--off");
      expect(trickle?.failures).toEqual([]);
    }, 300_000);

    it("without metrics moves nothing, says so, and looks again when they are back", async () => {
      const id = await begin();
      await desk.wait(id, "it has looked", ({ lookedAt, outage }) => lookedAt !== null && outage === null);
      await withoutDeployment("observability", "victoria-metrics", async () => {
        const { phase, weights, why } = await desk.wait(id, "it says so", ({ outage }) => outage !== null);
        expect([phase, weights.planned, weights.applied]).toEqual(["observing", 100, 100]);
        expect(why.join(" ")).toMatch(/metrics/i);
      });
      await desk.wait(id, "it looks again", ({ outage }) => outage === null);
      await desk.ask(id, "rollback");
      await rolledBack(id);
    });

    it("without istiod says that v2 still gets requests, and takes them when istiod is back", async () => {
      const id = await begin();
      await withoutDeployment("istio-system", "istiod", async () => {
        await desk.ask(id, "rollback");
        // The API server lets istiod check each route, so nothing can be written before it is back.
        const { why, weights } = await desk.wait(
          id,
          "it says what it waits for",
          ({ phase, why }) => phase === "rolling back" && /istiod|webhook/.test(why.join()),
          240,
        );
        expect([weights.planned, weights.applied]).toEqual([0, 100]);
        console.log(why.join("\n"));
      });
      await rolledBack(id);
    });

    it("is taken back although the API server hung when a person asked for it", async () => {
      const id = await begin();
      const goOn = await freezeDaemon("kube-apiserver");
      try {
        expect((await desk.ask(id, "rollback")).status).toBe(200);
        const { phase } = await desk.wait(
          id,
          "the engine heard it",
          (release) => release.phase !== "observing",
        );
        expect(phase).toBe("rolling back");
      } finally {
        goOn();
      }
      await until("v2 gets nothing", async () => ((await shareOfV2()) === "0" ? true : undefined));
      await rolledBack(id);
    });

    it("is held when a weight is edited by hand, says what it found, and sets its own again when resumed", async () => {
      const id = await begin();
      const edit = [{ op: "replace", path: "/spec/http/0/route/1/weight", value: 300 }];
      const other = { op: "replace", path: "/spec/http/0/route/0/weight", value: 700 };
      await kubectl(
        ...["-n", "shop", "patch", "virtualservice", "product-weights", "--type=json"],
        ...["-p", JSON.stringify([...edit, other])],
      );
      const { why } = await desk.wait(id, "it is held", ({ phase }) => phase === "held");
      expect(why.join(" ")).toContain("30");
      await desk.ask(id, "resume");
      await desk.wait(
        id,
        "its own weight is back",
        ({ phase, weights }) => phase === "observing" && weights.applied === 100,
      );
      expect(await shareOfV2()).toBe("100");
      await desk.ask(id, "rollback");
      await rolledBack(id);
    });

    it("counts no time that a clock made, and is held when one goes back", async () => {
      const id = await begin();
      const hours = 3_600_000;
      await setClock("release", 5 * hours);
      const ahead = await desk.wait(
        id,
        "it notices",
        ({ changedAt }) => Date.parse(changedAt) - Date.now() > hours,
      );
      expect([ahead.phase, ahead.weights.planned]).toEqual(["observing", 100]);
      await setClock("release", 0);
      const { why } = await desk.wait(id, "it is held", ({ phase }) => phase === "held");
      console.log(why.join("\n"));
      await desk.ask(id, "resume");
      await desk.wait(id, "it goes on", ({ phase }) => phase === "observing");
      await desk.ask(id, "rollback");
      await rolledBack(id);
    });

    it("is taken up where it was each time its engine is killed, from its start to its end", async () => {
      const { id } = await desk.start(start);
      await killEngine();
      await desk.done(id, "start canary");
      await killEngine();
      for (const step of [1, 2]) {
        await desk.wait(
          id,
          `step ${step} is observed`,
          (release) => release.phase === "observing" && release.step === step,
        );
        await killEngine();
        await desk.heard(id, "promote");
        await killEngine();
      }
      for (const task of ["make stable", "keep old"]) {
        await desk.done(id, task);
        await killEngine();
      }
      await desk.wait(id, "v2 is kept ready", ({ phase }) => phase === "soaking");
      await killEngine();
      await intact(id);
      await desk.heard(id, "rollback");
      await desk.done(id, "make stable");
      await rolledBack(id);
    });
  },
);
