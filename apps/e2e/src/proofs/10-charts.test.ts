import { globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { apply, kubectl } from "../harness/kubectl.ts";
import { caravan, kube, root } from "../harness/shop.ts";
import { until } from "../harness/until.ts";

/** A namespace with Pod Security "restricted"; without sidecars, whose init container it would refuse. */
const namespace = `charts-${process.pid}`;
const namespaceManifest = stringify({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: namespace,
    labels: { "istio-injection": "disabled", "pod-security.kubernetes.io/enforce": "restricted" },
  },
});
let lastCommit: string;

beforeAll(async () => {
  await apply(namespaceManifest);
  lastCommit = await mkdtemp(join(tmpdir(), "caravan-charts-"));
  // The chart of services links to topics of components.
  const archive = await execa("git", ["archive", "HEAD", "charts", "components"], {
    cwd: root,
    encoding: "buffer",
  });
  await execa("tar", ["-x", "-C", lastCommit], { input: archive.stdout });
  await until("the namespace has its default account", () =>
    kubectl("-n", namespace, "get", "serviceaccount", "default"),
  );
});
afterAll(async () => {
  await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  await rm(lastCommit, { recursive: true, force: true });
});

const strictly = async (manifest: string) => {
  const dryRun = ["apply", "--dry-run=server", "--validate=strict", "-n", namespace, "-f", "-"];
  await (await kube()).kubectl(dryRun, manifest);
};

const Template = v.looseObject({
  metadata: v.looseObject({}),
  spec: v.looseObject({ containers: v.array(v.unknown()) }),
});
const Workload = v.looseObject({
  kind: v.string(),
  metadata: v.looseObject({ name: v.string() }),
  spec: v.optional(
    v.looseObject({
      template: v.optional(Template),
      jobTemplate: v.optional(v.looseObject({ spec: v.looseObject({ template: Template }) })),
    }),
  ),
});

/** The pods that the rendered Deployments, StatefulSets, Jobs and CronJobs would make; a dry run does not create them. */
const podsIn = (manifests: string): string =>
  parseAllDocuments(manifests)
    .map((document) => v.parse(Workload, document.toJS()))
    .flatMap(({ metadata: { name }, spec }) => {
      const template = spec?.template ?? spec?.jobTemplate?.spec.template;
      const metadata = { ...template?.metadata, name };
      return template ? [{ apiVersion: "v1", kind: "Pod", metadata, spec: pod(template.spec) }] : [];
    })
    // As JSON: kubectl reads YAML 1.1, where a bare `off` is a boolean.
    .map((one) => JSON.stringify(one))
    .join("\n---\n");

/** A dry run creates no ServiceAccounts, so the default one is used. */
const pod = (spec: Record<string, unknown>) => ({ ...spec, serviceAccountName: "default" });

describe("every scenario passes the API server's strict dry run, its pods Pod Security restricted", () => {
  it.each(globSync("charts/{service,data,audit}/ci/*-values.yaml", { cwd: root }).sort())(
    "%s",
    async (values) => {
      const chart = values.split("/").slice(0, 2).join("/");
      const release = values.includes("canary") ? "order-canary" : "order";
      const file = ["-n", namespace, "-f", `${root}/${values}`];
      const manifests = await (await kube()).helm(["template", release, `${root}/${chart}`, ...file]);
      await strictly(manifests);
      await strictly(podsIn(manifests));
    },
  );
});

describe("a release of the last commit", () => {
  const still = [
    "--set",
    "replicas=0,migration.enabled=false,image.repository=localhost/caravan/x,image.tag=x",
  ];
  const helm = (...args: string[]) => caravan("helm", ...args, "-n", namespace);
  const revision = async () => (await helm("status", "order", "-o", "json")).stdout;

  it("is upgraded to the charts of the working tree with its values, and rolled back", async () => {
    const values = (tree: string) => ["-f", `${tree}/charts/values/order.yaml`, ...still];
    await helm("install", "order", `${lastCommit}/charts/service`, ...values(lastCommit));
    await helm("upgrade", "order", `${root}/charts/service`, "--reuse-values");
    await helm("upgrade", "order", `${root}/charts/service`, ...values(root));
    await helm("rollback", "order", "1");
    expect(await revision()).toContain('"status":"deployed"');
    expect(await kubectl("-n", namespace, "get", "deployment", "order", "-o", "name")).toContain("order");
  });
});

describe("istioctl analyze finds nothing", () => {
  it.concurrent.each(["shop", "outside", "shop-data", "istio-ingress", "istio-system"])(
    "in %s",
    async (ours) => {
      // The gateway's namespace takes no sidecars by itself: its one pod asks for its proxy by label.
      const args = ["analyze", "-n", ours, "--color=false", "--suppress", "IST0102=Namespace istio-ingress"];
      const { all, exitCode } = await execa("./caravan", ["istioctl", ...args], {
        cwd: root,
        all: true,
        reject: false,
      });
      expect(all).toContain("No validation issues found");
      expect(exitCode, all).toBe(0);
    },
    900_000,
  );
});
