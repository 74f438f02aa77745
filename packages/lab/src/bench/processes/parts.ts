import { namespaces } from "@caravan/toolchain";
/** A container in Kubernetes. */
export interface Container {
  namespace: string;
  pod: string;
  /** The pod's `app` label. */
  app?: string;
  name: string;
}

/** A part of the system with its own line of cost: `group` sums up, `part` names one member of it. */
export interface Part {
  group: PartGroup;
  part: string;
}

/** In the order in which tables show them. */
export const partGroups = [
  "apps",
  "bank and carrier",
  "data stores",
  "daprd",
  "Envoy sidecars",
  "ingress Envoy",
  "observability",
  "load generator",
  "control plane",
  "node",
  "rest of machine",
] as const;
export type PartGroup = (typeof partGroups)[number];

/** Which part a container counts to. The bench's own pods count like the shop's. */
export const partOfContainer = ({ namespace, pod, app, name }: Container): Part => {
  const owner = app ?? pod.replace(/-[0-9a-f]{6,10}-[a-z0-9]{5}$/, ""); // the Deployment's name
  if (namespace === "observability" || name.endsWith("-exporter"))
    return { group: "observability", part: owner };
  if (namespace === namespaces.data) return { group: "data stores", part: name };
  if (namespace === namespaces.partners) return { group: "bank and carrier", part: owner };
  if (namespace === namespaces.gateway) return { group: "ingress Envoy", part: "ingress gateway" };
  if (/-system$/.test(namespace)) return { group: "control plane", part: owner };
  if (name === "istio-proxy" || name === "istio-init") return { group: "Envoy sidecars", part: owner };
  if (name === "daprd") return { group: "daprd", part: owner };
  if (name === "load") return { group: "load generator", part: owner };
  return { group: "apps", part: owner };
};
