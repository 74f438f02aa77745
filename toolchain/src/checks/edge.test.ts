import { globSync, readFileSync } from "node:fs";
import {
  logisticsRoutes,
  longestReleaseWait,
  paymentRoutes,
  type RouteDefinition,
  releaseRoutes,
} from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { isDropped, priorityRoutes, RateLimits, rateLimitsOf } from "./edge.ts";
import { ofKind, root } from "./manifests.ts";
import { appOf, routeOf, VirtualService } from "./mesh.ts";
import { istioObjects, renderShop } from "./render.ts";

const edge = istioObjects(await renderShop());
const [frontDoor] = ofKind(edge, "VirtualService", VirtualService).filter(
  ({ spec }) => spec.gateways !== undefined,
);

describe("what the gateway lets in", () => {
  /** Set by the gateway itself for every request, whatever was sent. */
  const setByTheGateway = ["x-forwarded-for", "x-forwarded-proto"];

  const read = globSync("packages/{service-kit,dapr}/src/**/*.ts", { cwd: root, exclude: ["**/*.test.ts"] })
    .flatMap((file) => [...readFileSync(`${root}/${file}`, "utf8").matchAll(/"((?:x|dapr)-[a-z-]+)"/g)])
    .map(([, name = ""]) => name);

  it.each([...new Set(read)])("never a client's own %s", (name) => {
    expect(isDropped(edge, name) || setByTheGateway.includes(name)).toBe(true);
  });
  it("all that a client may say", () => {
    for (const name of ["authorization", "cookie", "idempotency-key", "accept", "bank-signature", "origin"])
      expect(isDropped(edge, name), name).toBe(false);
  });
});

const callbacks = [paymentRoutes, logisticsRoutes]
  .flatMap((table): RouteDefinition[] => Object.values(table))
  .filter(({ access }) => access === "callback");

describe.each(callbacks)("the callback $path", ({ method, path }) => {
  it("has a route of its own with connections of its own", () => {
    const { name = "" } = routeOf(frontDoor?.spec.http ?? [], method, path) ?? {};
    expect(name).toMatch(/-callbacks$/);
    expect(priorityRoutes(edge)).toContain(name);
  });
  it("is counted for its partner, and not among the shoppers' requests", () => {
    const counted = (stat: string) => rateLimitsOf(edge, stat).filter((limit) => limit.counts(path));
    expect(counted("callbacks").map((limit) => limit.value)).toEqual([path.split("/").at(-1)]);
    expect(counted("shoppers")).toEqual([]);
    expect(counted("staff")).toEqual([]);
  });
});

it("a read that waits for a change of a release is answered before the front door gives up", () => {
  const { method, path } = releaseRoutes.getRelease;
  const { retries, timeout } = routeOf(frontDoor?.spec.http ?? [], method, path) ?? {};
  for (const patience of [retries?.perTryTimeout, timeout])
    expect(Number.parseFloat(String(patience))).toBeGreaterThan(longestReleaseWait);
});

describe("pages", () => {
  const answering = (method: string, path: string) =>
    appOf(routeOf(frontDoor?.spec.http ?? [], method, path));

  it.each(["/releases", "/releases/rel_1", "/releases/assets/x.css"])(
    "%s are the release manager's",
    (path) => {
      for (const method of ["GET", "HEAD", "POST"]) expect(answering(method, path)).toBe("release");
    },
  );
  it.each(["/", "/releasesx", "/orders"])("%s are the storefront's", (path) => {
    for (const method of ["GET", "POST"]) expect(answering(method, path)).toBe("storefront");
  });
});

describe("every path", () => {
  it.each(["/", "/v1/orders", "/v1/staff/orders", "/v1/callbacks/bank", "/v1/callbacksx", "/pictures/x.svg"])(
    "%s belongs to one class, with a bucket for each address",
    (path) => {
      const limits = RateLimits.flatMap((stat) => rateLimitsOf(edge, stat)).filter((limit) =>
        limit.counts(path),
      );
      expect(limits).toHaveLength(1);
      expect(limits[0]?.hasBucket).toBe(true);
    },
  );
});
