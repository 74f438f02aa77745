import { join } from "node:path";
import { installRelease, type Kube, readClusterFile, requireOurNamespaces } from "@caravan/cluster";
import { namespace } from "@caravan/observability";
import { checkout, type ToolName } from "@caravan/toolchain";

const releaseName = "observability";

/** Where apps send their spans, OTLP over HTTP. Which traces are kept is decided there. */
export const spansEndpoint = `http://jaeger.${namespace}.svc.cluster.local:4318`;

/** Value of `charts/observability` that holds the image, by the image's short name. */
const imageValues = {
  metrics: "victoria-metrics",
  rules: "vmalert",
  alertmanager: "alertmanager",
  logs: "victoria-logs",
  logCollector: "vlagent",
  traces: "jaeger",
  clusterState: "kube-state-metrics",
  scaling: "prometheus-adapter",
} as const satisfies Record<string, ToolName>;

/** The programs, and images of the same names, that `charts/observability` runs. */
export const observabilityPrograms: readonly ToolName[] = Object.values(imageValues);

/** Where an image is, by its short name. */
export type FindImage = (name: string) => { repository: string; tag: string };

/** Whether the shop is watched: mesh, daprd and apps then send their spans. */
export const isObserved = (deployed: ReadonlyMap<string, string>): boolean =>
  deployed.has(`${namespace}/${releaseName}`);

/** Installs or upgrades what watches the shop, and waits until it answers. */
export const installObservability = async (
  kube: Kube,
  image: FindImage,
  storageClassName: string,
  deployed: Map<string, string>,
): Promise<void> => {
  const { scaling, ...images } = Object.fromEntries(
    Object.entries(imageValues).map(([value, name]) => [value, { image: image(name) }]),
  );
  const release = {
    name: releaseName,
    namespace,
    chart: join(checkout, "charts/observability"),
    values: { storageClassName, ...images, scaling: { ...scaling, enabled: true } },
  };
  if (kube.shared) await requireOurNamespaces(kube, [namespace]);
  await kube.apply(await readClusterFile("manifests/observability.yaml"));
  await installRelease(kube, release, deployed);
  await Promise.all(
    observabilityPrograms.map((name) =>
      kube.rolledOut(namespace, `${name === "vlagent" ? "daemonset" : "deploy"}/${name}`),
    ),
  );
};
