import { existsSync, globSync, readFileSync } from "node:fs";
import { appNames, ensureTools, scheduledApps } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { deployedApps, ofKind, parseManifests, root } from "./manifests.ts";

let program: string;
beforeAll(async () => {
  program = (await ensureTools(["helm"], { log: () => {} })).path("helm");
}, 900_000);

const helm = (...args: string[]) => execa(program, args, { cwd: root, reject: false, all: true });
const scenarios = globSync(
  "{charts/service,charts/data,charts/audit,charts/observability,mesh/istio,components}/ci/*-values.yaml",
  {
    cwd: root,
  },
)
  .sort()
  .map((values) => ({ values, chart: values.slice(0, values.indexOf("/ci/")) }));
const image = ["--set", "image.repository=localhost/caravan/x,image.tag=x"];

/** The name a release must have: a canary's differs from its app's. */
const releaseOf = (values: string) => (values.includes("canary") ? "order-canary" : "order");
const render = async (chart: string, release: string, ...flags: string[]) => {
  const { exitCode, all, stdout } = await helm("template", release, chart, "--namespace", "shop", ...flags);
  expect(exitCode, all).toBe(0);
  return parseManifests(stdout);
};
const names = (manifests: Awaited<ReturnType<typeof render>>) =>
  manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

describe.each(scenarios)("$values", ({ values, chart }) => {
  it("passes helm lint", async () => {
    const { exitCode, all } = await helm("lint", "--strict", chart, "--values", values);
    expect(exitCode, all).toBe(0);
  });
  it("renders", async () =>
    expect(await render(chart, releaseOf(values), "--values", values)).not.toHaveLength(0));
});

it.each([
  ["its own minimum", "1", 3],
  ["the pods that a release asks for, which served before", "5", 5],
  ["and never more than its most", "50", 20],
])("an autoscaler has at least %s", async (_, replicas, least) => {
  const values = ["--values", "charts/service/ci/autoscaled-values.yaml", "--set", `replicas=${replicas}`];
  const scaled = await render("charts/service", "order", ...values);
  const Scaler = v.object({ spec: v.object({ minReplicas: v.number() }) });
  expect(ofKind(scaled, "HorizontalPodAutoscaler", Scaler)).toEqual([{ spec: { minReplicas: least } }]);
});

it("every program is deployed, by the one chart for services or by its own", () => {
  expect([...deployedApps(), ...scheduledApps()].sort()).toEqual(appNames());
});

const Topics = v.pipe(v.string(), v.parseJson(), v.looseObject({ hears: v.array(v.string()) }));
/** Apps that hear events, and hand them over to their canary. */
const hearing = deployedApps().filter((app) => {
  const topics = `${root}/components/topics/${app}.json`;
  return existsSync(topics) && v.parse(Topics, readFileSync(topics, "utf8")).hears.length > 0;
});

it.each(deployedApps())("%s renders with its own values, as v1 and as canary", async (app) => {
  const values = ["--values", `charts/values/${app}.yaml`, ...image];
  expect(names(await render("charts/service", app, ...values))).toEqual(
    expect.arrayContaining([`Deployment ${app}`, `Service ${app}`, `ServiceAccount ${app}`]),
  );
  expect(
    names(await render("charts/service", `${app}-canary`, ...values, "--set", "canary.enabled=true")),
    "a canary shares everything else with v1",
  ).toEqual([`Deployment ${app}-v2`, ...(hearing.includes(app) ? [`Service ${app}-canary`] : [])]);
});

it("a partner has no sidecar, and its secrets are files", async () => {
  const values = ["--values", "charts/service/ci/partner-values.yaml"];
  const rendered = JSON.stringify(await render("charts/service", "bank", ...values));
  expect(rendered).not.toMatch(/dapr\.io\/enabled":"true"|proxy\.istio\.io/);
  expect(rendered).toContain("/run/secrets/bank-tls");
  expect(rendered, "what it says of its callbacks is scraped").toContain('"prometheus.io/scrape":"true"');
});

const Job = v.looseObject({
  backoffLimit: v.number(),
  podFailurePolicy: v.object({
    rules: v.array(v.unknown()),
  }),
  template: v.looseObject({ spec: v.looseObject({ volumes: v.array(v.unknown()) }) }),
});
const CronJob = v.looseObject({ spec: v.looseObject({ jobTemplate: v.object({ spec: Job }) }) });

it("the audit's Job fails at once when an invariant is broken, and tries again when there was no audit", async () => {
  const rendered = await render("charts/audit", "audit", ...image);
  const [job] = ofKind(rendered, "CronJob", CronJob).map(({ spec }) => spec.jobTemplate.spec);
  expect(job?.podFailurePolicy.rules).toEqual([
    { action: "FailJob", onExitCodes: { containerName: "audit", operator: "In", values: [1] } },
  ]);
  expect(job?.backoffLimit).toBeGreaterThan(0);
  expect(job?.template.spec.volumes, "it has its own access and no other").toEqual([
    { name: "access", secret: { secretName: "audit", optional: true } },
  ]);
  expect(names(rendered)).toEqual(["CronJob audit", "NetworkPolicy audit"]);
});

describe("a wrong value is refused in words", () => {
  const good = ["--values", "charts/service/ci/minimal-values.yaml"];
  it.each([
    { set: "colour=red", says: "additional properties 'colour' not allowed" },
    { set: "dapr.colour=red", says: "at '/dapr': additional properties 'colour' not allowed" },
    { set: "replicas=many", says: "at '/replicas': got string, want integer" },
    { set: "dapr.logLevel=loud", says: "at '/dapr/logLevel': value must be one of 'debug'" },
    { set: "name=", says: "charts/service: set `name`" },
    { set: "image.tag=", says: "charts/service: set `image.tag`" },
    { set: "canary.enabled=true", says: "install it as order-canary" },
    { set: "drainSeconds=60", says: "terminationGracePeriodSeconds must be more than" },
    { set: "autoscaling.enabled=true,autoscaling.minReplicas=9", says: "is above autoscaling.maxReplicas" },
  ])("$set", async ({ set, says }) => {
    const { exitCode, all } = await helm("template", "order", "charts/service", ...good, "--set", set);
    expect(exitCode).not.toBe(0);
    expect(all).toContain(says);
  });
});

const Schema = v.looseObject({ properties: v.optional(v.record(v.string(), v.unknown())) });
const paths = (value: unknown, at = ""): string[] => {
  const { properties } = v.parse(Schema, value);
  return properties === undefined
    ? [at]
    : Object.entries(properties).flatMap(([key, child]) => paths(child, `${at}/${key}`));
};
const has = (value: unknown, path: string): boolean =>
  path
    .split("/")
    .slice(1)
    .reduce<unknown>((at, key) => (v.is(v.looseObject({}), at) ? at[key] : undefined), value) !== undefined;

it.each([
  ...["charts/service", "charts/data", "charts/audit", "charts/observability"],
  ...["mesh/istio", "components"],
])("%s: values.yaml shows every value that the schema allows", (chart) => {
  const values: unknown = parse(readFileSync(`${root}/${chart}/values.yaml`, "utf8"));
  const schema: unknown = JSON.parse(readFileSync(`${root}/${chart}/values.schema.json`, "utf8"));
  // `global` is Helm's own; requests and limits take any resource.
  const known = paths(schema).filter((path) => path !== "/global" && !/resources/.test(path));
  expect(known.filter((path) => !has(values, path))).toEqual([]);
});
