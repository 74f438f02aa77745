import { setTimeout as sleep } from "node:timers/promises";
import { changeRelease } from "@caravan/cluster";
import { table } from "@caravan/terminal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "../harness/kubectl.ts";
import { kube, root } from "../harness/shop.ts";
import { buyOne, startTrickle, type Trickle, type Visit } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

/** Many times the usual wait: an autoscaler looks every 15 s, at metrics of the last minute. */
const patienceSeconds = 300;
const apps = ["product", "order"] as const;
type App = (typeof apps)[number];

/** Requests per second and pod so low that four times a load of a few buyers needs several pods. */
const targets: Readonly<Record<App, number>> = { product: 12, order: 4 };

const browse: Visit = (shopper) => shopper.send("GET", "/v1/products");

const upgrade = async (release: string, namespace: string, chart: string, values: object) =>
  changeRelease(await kube(), { name: release, namespace, chart: `${root}/charts/${chart}` }, values);
const autoscale = (app: App, values: object) => upgrade(app, "shop", "service", { autoscaling: values });
const setCalendar = (calendar: readonly object[]) =>
  upgrade("observability", "observability", "observability", { scaling: { calendar } });

const readyPods = async (app: App): Promise<number> =>
  Number(await kubectl("-n", "shop", "get", "deploy", app, "-o", "jsonpath={.status.readyReplicas}"));

const podsNow = async (): Promise<Readonly<Record<App, number>>> => {
  const [product = 0, order = 0] = await Promise.all(apps.map(readyPods));
  return { product, order };
};

interface Sample {
  readonly second: number;
  readonly sent: number;
  readonly pods: Readonly<Record<App, number>>;
}
const samples: Sample[] = [];
const running: Trickle[] = [];
const started = Date.now();
let sampling = true;
let sampler: Promise<void>;

const sample = async () => {
  while (sampling) {
    const pods = await podsNow();
    const sent = running.reduce((sum, trickle) => sum + trickle.sent, 0);
    samples.push({ second: (Date.now() - started) / 1000, sent, pods });
    await sleep(5_000);
  }
};

/** Adds the usual load so many times: browsing and buying. */
const addLoad = async (times: number) => {
  running.push(
    await startTrickle({ lanes: times, pauseMilliseconds: 120, visits: [browse] }),
    await startTrickle({ lanes: times, pauseMilliseconds: 700, visits: [buyOne] }),
  );
};

const untilPods = (what: string, enough: (pods: Readonly<Record<App, number>>) => boolean) =>
  until(what, async () => (enough(await podsNow()) ? true : undefined), patienceSeconds);

describe.runIf(process.env.CARAVAN_LONG === "1")("autoscaling (--long)", () => {
  beforeAll(async () => {
    for (const app of apps)
      await autoscale(app, {
        enabled: true,
        minReplicas: 1,
        maxReplicas: 4,
        requestsPerSecond: targets[app],
        scaleDownAfterSeconds: 30,
      });
    await until(
      "the autoscalers have their metrics",
      async () => {
        const active = "{.items[*].status.conditions[?(@.type=='ScalingActive')].status}";
        const states = (await kubectl("-n", "shop", "get", "hpa", "-o", `jsonpath=${active}`)).split(" ");
        return states.length === apps.length && states.every((state) => state === "True") ? true : undefined;
      },
      patienceSeconds,
    );
    sampler = sample();
  }, 400_000);

  afterAll(async () => {
    sampling = false;
    await sampler;
    await Promise.all(running.map((trickle) => trickle.stop()));
    await setCalendar([]);
    for (const app of apps) {
      await autoscale(app, { enabled: false });
      await (await kube()).rolledOut("shop", `deploy/${app}`);
    }
    const rows = samples.map(({ second, sent, pods }) =>
      [second.toFixed(0), sent, pods.product, pods.order].map(String),
    );
    console.log(table(["s", "requests", ...apps], rows, [0, 1, 2, 3]));
  }, 400_000);

  it("runs one pod of each for a usual load", async () => {
    await addLoad(1);
    await sleep(60_000); // the window that the rate is taken over
    expect(await podsNow()).toEqual({ product: 1, order: 1 });
  }, 120_000);

  it("follows four times the load", async () => {
    await addLoad(3);
    await untilPods(
      "three pods of product and two of order",
      ({ product, order }) => product >= 3 && order >= 2,
    );
  }, 400_000);

  it("goes back when the load goes, and no request has failed in all that time", async () => {
    await Promise.all(running.slice(2).map((trickle) => trickle.stop()));
    await untilPods("one pod of each", ({ product, order }) => product === 1 && order === 1);
    await Promise.all(running.map((trickle) => trickle.stop()));
    expect(running.flatMap(({ failures }) => failures)).toEqual([]);
  }, 400_000);

  it("runs the pods that the calendar wants before there is any load", async () => {
    const now = Date.now();
    const at = (minutes: number) => `${new Date(now + minutes * 60_000).toISOString().slice(0, 19)}Z`;
    await setCalendar([{ app: "product", replicas: 3, begin: at(-1), end: at(60) }]);
    await untilPods("three pods of product", ({ product }) => product === 3);
  }, 400_000);
});
