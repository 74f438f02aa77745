import { join } from "node:path";
import type { Kube } from "@caravan/cluster";
import { clusterFile, installRelease, readClusterFile } from "@caravan/cluster";
import { namespaces, until } from "@caravan/toolchain";

/** The source of Istio's or Dapr's charts and images. */
export interface Origin {
  /** Folder of the charts inside the project's Go module. */
  charts: string;
  /** Values that name the images. */
  values: Record<string, unknown>;
}

export interface IstioOptions {
  origin: Origin;
  /** The images hold the plain upstream Envoy, which lacks Istio's own extensions. */
  plainEnvoy: boolean;
  deployed: Map<string, string>;
}

/** Installs Istio's CRDs and istiod, and waits until it injects. */
export const installIstiod = async (
  kube: Kube,
  { origin, plainEnvoy, deployed }: IstioOptions,
): Promise<void> => {
  const namespace = "istio-system";
  await installRelease(
    kube,
    {
      name: "istio-base",
      namespace,
      chart: join(origin.charts, "base"),
      values: { defaultRevision: "default" },
    },
    deployed,
  );
  const valueFiles = [
    clusterFile("values/istiod.yaml"),
    ...(plainEnvoy ? [clusterFile("values/istiod-plain-envoy.yaml")] : []),
  ];
  const chart = join(origin.charts, "istio-control/istio-discovery");
  await installRelease(
    kube,
    { name: "istiod", namespace, chart, valueFiles, values: origin.values },
    deployed,
  );
  await kube.rolledOut(namespace, "deploy/istiod");
  await injects(kube);
  if (plainEnvoy) await kube.apply(await readClusterFile("manifests/plain-envoy.yaml"));
};

/** istiod sets the webhook's authority shortly after it is ready; before that nothing is injected. */
const injects = async (kube: Kube): Promise<void> => {
  const bundle = "jsonpath={.webhooks[0].clientConfig.caBundle}";
  const webhook = ["mutatingwebhookconfiguration", "istio-sidecar-injector", "-o", bundle];
  const ask = async () => (await kube.kubectl(["get", ...webhook])) || undefined;
  await until("istiod, which is ready, sets up its injection webhook", ask, { timeoutSeconds: 60 });
};

/** Installs the ingress gateway. With `nodePort` it listens on port 80 of the node itself. */
export const installGateway = async (
  kube: Kube,
  origin: Origin,
  nodePort: boolean,
  deployed: Map<string, string>,
): Promise<void> => {
  const namespace = namespaces.gateway;
  const valueFiles = [
    clusterFile("values/gateway.yaml"),
    ...(nodePort ? [clusterFile("values/gateway-node-port.yaml")] : []),
  ];
  const name = "istio-ingressgateway";
  const chart = join(origin.charts, "gateway");
  await installRelease(kube, { name, namespace, chart, valueFiles }, deployed);
  await kube.rolledOut(namespace, "deploy/istio-ingressgateway");
};
