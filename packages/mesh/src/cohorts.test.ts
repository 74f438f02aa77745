import { cohortHeader, cohortOf, cohortOfOrder, newId, newIdOf } from "@caravan/contracts";
import { expect, test } from "vitest";
import { sharesIn } from "./proxies.ts";
import { setWeight } from "./set-weight.ts";
import { sharesOf, splitsOf } from "./splits.ts";
import { cohortTableOf, hostOf, installed, openMesh, weightsOf } from "./testing/fake-shop.ts";
import type { Route } from "./virtual-services.ts";

const both = { first: ["staff", "testers"], customers: true };
const weighed = async (weight: number, cohorts = both, mesh = openMesh(installed())) => {
  await setWeight(mesh, "order", weight, cohorts);
  return mesh;
};
const routesNow = async (mesh: ReturnType<typeof openMesh>): Promise<readonly Route[]> =>
  mesh.live().find(({ metadata }) => metadata.name === "order-weights")?.spec.http ?? [];

/** The version that a request of this cohort gets; undefined when only the weight decides. */
const versionFor = (routes: readonly Route[], cohort: string): string | undefined => {
  const fits = ({ match }: Route) =>
    match === undefined ||
    match.some((one) => {
      const { regex } = (one.headers as Record<string, { regex: string }>)[cohortHeader] ?? { regex: "" };
      return new RegExp(`^(?:${regex})$`).test(cohort);
    });
  const found = routes.find(fits)?.route ?? [];
  return found.length === 1 ? found[0]?.destination.subset : undefined;
};
const customers = Array.from({ length: 1000 }, (_, bucket) => String(bucket).padStart(3, "0"));

test("a customer has one version, and as many customers as the weight says have v2", async () => {
  const routes = await routesNow(await weighed(125));
  const versions = customers.map((customer) => versionFor(routes, customer));
  expect(versions.filter((version) => version === "v2")).toHaveLength(125);
  expect(versions.filter((version) => version === "v1")).toHaveLength(875);
});

test("named cohorts have v2 at any weight; other names decide nothing, and a request without a customer goes by weight", async () => {
  const routes = await routesNow(await weighed(1));
  for (const cohort of ["staff", "testers", "staff,000", "testers,999"])
    expect(versionFor(routes, cohort), cohort).toBe("v2");
  const [some = ""] = customers.filter((customer) => versionFor(routes, customer) === "v1");
  expect(versionFor(routes, `guides,${some}`)).toBe("v1");
  for (const cohort of ["", "guides", "staffing", "42", "1042", "staff,", "staff,42"])
    expect(versionFor(routes, cohort), cohort).toBeUndefined();
});

test("what is done for an order gets the version of its shopper: of a named cohort, and of the customers", async () => {
  const routes = await routesNow(await weighed(300));
  for (let i = 0; i < 200; i++) {
    const shopper = newId("usr");
    const customer = versionFor(routes, cohortOf(shopper));
    const version = (cohort?: string) => versionFor(routes, cohortOfOrder(newIdOf("ord", shopper, cohort)));
    expect(version("staff")).toBe("v2");
    expect(version(`testers,${cohortOf(shopper)}`)).toBe("v2");
    for (const cohort of [undefined, cohortOf(shopper), `guides,${cohortOf(shopper)}`])
      expect(version(cohort)).toBe(customer);
  }
});

test("at nothing and at everything no cohort decides, so none is left after a rollback", async () => {
  const mesh = openMesh(installed());
  const staff = cohortOfOrder(newIdOf("ord", newId("usr"), "staff"));
  await weighed(300, both, mesh);
  for (const weight of [0, 1000]) {
    await weighed(weight, both, mesh);
    expect(versionFor(await routesNow(mesh), staff)).toBeUndefined();
  }
});

test("while the weight grows no customer goes back to v1; a release begins with customers of its own", async () => {
  const mesh = openMesh(installed());
  let before: readonly string[] = [];
  const begins = new Set<string | undefined>();
  for (const weight of [10, 50, 51, 250, 999]) {
    const routes = await routesNow(await weighed(weight, both, mesh));
    const now = customers.filter((customer) => versionFor(routes, customer) === "v2");
    expect(now.filter((customer) => before.includes(customer))).toHaveLength(before.length);
    before = now;
  }
  for (let release = 0; release < 20; release++) {
    await weighed(0, both, mesh);
    const routes = await routesNow(await weighed(1, both, mesh));
    begins.add(customers.find((customer) => versionFor(routes, customer) === "v2"));
  }
  expect(begins.size).toBeGreaterThan(10);
});

test("at nothing and at everything no cohort is left, and nothing that was kept for one", async () => {
  const mesh = await weighed(500);
  for (const weight of [0, 1000]) {
    await weighed(weight, both, mesh);
    const { metadata } = weightsOf("order", weight);
    expect(mesh.live().at(-1)).toMatchObject({ spec: weightsOf("order", weight).spec });
    expect(mesh.live().at(-1)?.metadata).toEqual({ ...metadata, resourceVersion: expect.any(String) });
  }
});

test("v2's share is read back from routes by cohort, as one number", async () => {
  const mesh = await weighed(125);
  expect(sharesOf(mesh.live(), ["order"]).get("order")).toEqual([125]);
  expect(splitsOf(mesh.live(), "order").map(({ shares }) => shares)).toEqual([[125], [125], [125]]);
});

test("customers and other requests that are shared out differently are two shares", async () => {
  const mesh = await weighed(125);
  const [staff, some, others, rest] = await routesNow(mesh);
  if (!staff || !some || !others || !rest) throw new Error("there are four routes");
  const shares = (http: Route[]) => {
    const services = mesh
      .live()
      .map((one) => (one.metadata.name === "order-weights" ? { ...one, spec: { http } } : one));
    return sharesOf(services, ["order"]).get("order");
  };
  expect(shares([staff, some, others, ...(weightsOf("order", 300).spec.http ?? [])])).toEqual([125, 300]);
  expect(shares([staff, others, rest])).toEqual([0, 125]);
  expect(shares([staff, some, others])).toEqual([null]);
});

test("the routes of an Envoy are read alike", () => {
  const table = (weight: number, customersWeight = weight) => cohortTableOf("order", weight, customersWeight);
  expect(sharesIn(table(125), hostOf("order"))).toEqual([125]);
  expect(sharesIn(table(125, 100), hostOf("order"))).toEqual([100, 125]);
});
