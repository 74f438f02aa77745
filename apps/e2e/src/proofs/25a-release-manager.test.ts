import { servingImage } from "@caravan/cluster";
import { userRoutes } from "@caravan/contracts";
import { questions } from "@caravan/mesh";
import { verifyLog } from "@caravan/release-engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inPod, kubectl, podOf } from "../harness/kubectl.ts";
import { codeOf, openDesk, releaseIn, releases } from "../harness/release-desk.ts";
import { caravan, kube, readStatus } from "../harness/shop.ts";
import {
  newAccount,
  newAccountHolder,
  type Shopper,
  shopperOf,
  signIn,
  staffMember,
} from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const start = {
  ...{ service: "product", reason: "a proof" },
  ...{ image: "localhost/caravan/product:new", previous: "" },
};

let manager: Shopper;
let desk: ReturnType<typeof openDesk>;
const weight = async (): Promise<number | undefined> =>
  (await readStatus()).workloads.find(({ workload }) => workload === "product-v2")?.weight;

beforeAll(async () => {
  manager = await staffMember();
  desk = openDesk(manager);
  start.previous = await servingImage(await kube(), "product");
  await caravan("canary", "product");
});
afterAll(async () => {
  await desk.freezeAll();
  await caravan("canary", "product", "--off");
});

describe("access to releases", () => {
  it("staff reads and changes nothing, a shopper does neither, and no other service comes that far", async () => {
    const account = newAccount();
    const holder = await newAccountHolder(account);
    expect(codeOf(await holder.send("GET", releases))).toEqual([403, "scope-missing"]);
    const path = userRoutes.setScopes.path.replace(":userId", holder.session.subject);
    const body = JSON.stringify({ scopes: ["staff"] });
    await (await staffMember()).send("PUT", path, { headers: { "content-type": "application/json" }, body });
    const viewer = await shopperOf(await signIn(account));
    expect((await viewer.send("GET", releases)).status).toBe(200);
    expect(codeOf(await viewer.post(releases, start))).toEqual([403, "scope-missing"]);
    const foreign = await inPod(
      "deploy/order",
      `const headers = { "x-caravan-subject": "${manager.session.subject}", "x-caravan-scope": "release-manager" };
       return (await fetch("http://release.shop.svc.cluster.local:8080${releases}", { headers })).status;`,
    );
    expect(foreign).toBe(403);
  });
});

describe("a release of product", () => {
  let id: string;
  it("does not begin when something else is said to serve, and says what does", async () => {
    const reply = await manager.post(releases, { ...start, previous: "localhost/caravan/product:old" });
    expect(codeOf(reply)).toEqual([409, "previous-differs"]);
    expect(reply.text).toContain(start.previous);
  });
  it("gives v2 its share by the service alone, once a deployer has started it", async () => {
    const reply = await manager.post(releases, start);
    expect(reply.status, reply.text).toBe(201);
    id = releaseIn(reply).id;
    expect(codeOf(await manager.post(releases, start))).toEqual([409, "release-under-way"]);
    await desk.done(id, "start canary");
    const { weights } = await desk.wait(id, "v2 gets requests", ({ phase }) => phase === "observing");
    expect(weights).toMatchObject({ planned: 50, applied: 50 });
    expect(await weight()).toBe(50);
    await expect(caravan("canary", "product", "--weight", "10")).rejects.toThrow("release rollback product");
  });
  it("is held, survives the end of the pod that runs it, and is held still", async () => {
    await desk.ask(id, "hold");
    const held = await desk.wait(id, "it is held", ({ phase }) => phase === "held");
    await kubectl("-n", "shop", "delete", "pod", await podOf("release"), "--wait=false");
    const taken = await desk.wait(
      id,
      "another process runs it",
      ({ engine }) => engine !== null && engine !== held.engine,
    );
    expect([taken.phase, taken.weights.applied]).toEqual(["held", 50]);
  });
  it("gives all requests back before anything else, and its log shows who asked", async () => {
    const from = Date.now();
    await desk.ask(id, "rollback");
    const until0 = await until("v2 gets no request", async () => {
      const routes = await kubectl(
        "-n",
        "shop",
        "get",
        "virtualservice",
        "product-weights",
        "-o",
        "jsonpath={.spec.http[-1:].route[1].weight}",
      );
      return routes === "0" ? Date.now() - from : undefined;
    });
    console.log(`the weights read back 0 after ${until0} ms, by kubectl`);
    await desk.done(id, "remove canary");
    await desk.wait(id, "it is rolled back", ({ phase }) => phase === "rolled back");
    const log = await desk.log(id);
    expect(verifyLog(log)).toMatchObject({ sound: true, head: (await desk.show(id)).head });
    expect(log.some((line) => line.includes(`"actor":"${manager.session.subject}"`))).toBe(true);
  });
});

describe("the account of the release manager in the cluster", () => {
  const as = async (account: string, args: readonly string[], input?: string): Promise<string> =>
    (await kube())
      .kubectl([`--as=system:serviceaccount:shop:${account}`, ...args], input)
      .catch((error: unknown) => `refused: ${error}`);
  const weightsOf = (name: string, host: string, more = {}) =>
    JSON.stringify({
      ...{ apiVersion: "networking.istio.io/v1", kind: "VirtualService" },
      metadata: { name, namespace: "shop" },
      spec: {
        ...more,
        http: [
          {
            route: [{ destination: { host: `${host}.shop.svc.cluster.local`, subset: "v1" }, weight: 1000 }],
          },
        ],
      },
    });
  const create = (account: string, manifest: string) =>
    as(account, ["create", "--dry-run=server", "-f", "-"], manifest);
  const denied = /refused: .*(denied request|[Ff]orbidden)/s;

  it("writes weights that lead to their app, and no other account does", async () => {
    expect(await create("release", weightsOf("user-weights", "user"))).toContain("created");
    expect(await create("order", weightsOf("user-weights", "user"))).toMatch(denied);
  });
  it.each([
    ["weights that lead elsewhere", weightsOf("user-weights", "order")],
    ["weights with a host", weightsOf("user-weights", "user", { hosts: ["*"] })],
    ["another route", weightsOf("user", "user")],
    [
      "a Secret",
      JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "x", namespace: "shop" } }),
    ],
  ])("does not write %s", async (_, manifest) => {
    expect(await create("release", manifest)).toMatch(denied);
  });
  it("asks a proxy for its routes and an app for its contracts, and runs nothing else in a pod", async () => {
    const pod = await podOf("user");
    const run = (container: string, ...command: string[]) =>
      as("release", ["-n", "shop", "exec", pod, "-c", container, "--", ...command]);
    expect(await run("istio-proxy", ...questions.routes.command)).toContain("route_config");
    expect(await run("istio-proxy", "pilot-agent", "request", "GET", "config_dump")).toMatch(denied);
    expect(await run("istio-proxy", "pilot-agent", "request", "POST", "quitquitquit")).toMatch(denied);
    expect(await run("user", ...questions.contracts.command)).toContain('"app":"user"');
    expect(await run("user", "/usr/local/bin/node", "-p", "0")).toMatch(denied);
  });
});
