import type { Kube } from "@caravan/cluster";
import { expect, test } from "vitest";
import { linkEnvironment } from "./link-environment.ts";

const services = ["victoria-metrics", "alertmanager", "victoria-logs", "jaeger-query"];

/** A cluster with these Services of the namespace that watches the shop. */
const cluster = (names: readonly string[], shared = false): Kube => {
  const rows = names.map((name, index) => `${name} 10.96.0.${index + 1}`).join("\n");
  const kubectl: Kube["kubectl"] = async (args) => (args.includes("observability") ? rows : "");
  return { kubectl, shared } as Kube;
};

test("pages of a shop that is watched link to its traces and dashboards", async () => {
  expect(await linkEnvironment(cluster(services))).toEqual({
    TRACES_URL: "http://10.96.0.4:16686/",
    DASHBOARD_URL: "http://10.96.0.1:8428/vmui/#/dashboards",
  });
});

test("where nothing watches the shop, or its addresses lead a browser nowhere, there are no links", async () => {
  expect(await linkEnvironment(cluster([]))).toEqual({});
  expect(await linkEnvironment(cluster(services.slice(1)))).toEqual({});
  expect(await linkEnvironment(cluster(services, true))).toEqual({});
});
