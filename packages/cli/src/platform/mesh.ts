import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { objectsIn, yamlFiles } from "@caravan/cluster";
import { checkout } from "@caravan/toolchain";
import * as v from "valibot";
import { liveKeySet, withKeys } from "./request-authentication.ts";
import { VirtualService, weightIn, withWeight } from "./weights.ts";

/** The VirtualServices of the shop as they are in the cluster now. */
export async function liveVirtualServices(kube: Kube): Promise<VirtualService[]> {
  const kind = "virtualservices.networking.istio.io";
  if (!(await kube.kubectl(["get", "crd", kind, "--ignore-not-found", "-o", "name"]))) return [];
  const json = await kube.kubectl(["-n", "shop", "get", kind, "-o", "json"]);
  return v.parse(v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(VirtualService) })), json).items;
}

/** The canary's weight of each app that has one, from the live VirtualServices. */
export function liveWeights(
  services: readonly VirtualService[],
  apps: readonly string[],
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const app of apps) {
    const weight = services.map((service) => weightIn(service, app)).find((found) => found !== undefined);
    if (weight !== undefined) weights.set(app, weight);
  }
  return weights;
}

/** Sets the canary's weight of an app on every route that leads to it, in one go. Returns the number of VirtualServices. */
export async function setWeight(kube: Kube, app: string, weight: number): Promise<number> {
  const changed = (await liveVirtualServices(kube)).flatMap(
    (service) => withWeight(service, app, weight) ?? [],
  );
  const items = changed.map((service) => ({
    apiVersion: service.apiVersion,
    kind: service.kind,
    metadata: { name: service.metadata.name, namespace: service.metadata.namespace },
    spec: service.spec,
  }));
  if (items.length > 0) await kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  return items.length;
}

/** Applies `mesh/istio`: a weight that a release manager has set stays as it is, and policies get the public keys there are. */
export async function applyMesh(kube: Kube, apps: readonly string[]): Promise<void> {
  const weights = liveWeights(await liveVirtualServices(kube), apps);
  const keySet = await liveKeySet(kube);
  const texts = await Promise.all(
    (await yamlFiles(join(checkout, "mesh/istio"))).map((file) => readFile(file, "utf8")),
  );
  const items = texts.flatMap(objectsIn).map((document) => withKeys(keepWeights(document, weights), keySet));
  if (items.length > 0) await kube.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
}

function keepWeights(document: unknown, weights: Map<string, number>): unknown {
  const parsed = v.safeParse(VirtualService, document);
  if (!parsed.success) return document;
  let service = parsed.output;
  for (const [app, weight] of weights) service = withWeight(service, app, weight) ?? service;
  return service;
}

/** Applies `components`: Dapr's components, resiliency, configuration and endpoints. */
export async function applyComponents(kube: Kube): Promise<void> {
  const texts = await Promise.all(
    (await yamlFiles(join(checkout, "components"))).map((file) => readFile(file, "utf8")),
  );
  if (texts.length > 0) await kube.apply(texts.join("\n---\n"));
}
