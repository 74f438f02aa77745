import { join } from "node:path";
import { installRelease, type Kube, readClusterFile, requireOurNamespaces } from "@caravan/cluster";
import { namespace } from "@caravan/observability";
import { checkout, type ToolName } from "@caravan/toolchain";

const releaseName = "observability";

/** Where apps send their spans, OTLP over HTTP. Which traces are kept is decided there. */
export const spansEndpoint = `http://jaeger.${namespace}.svc.cluster.local:4318`;

/** What `charts/observability` runs: its part of the values, the image's short name, and the workload where that is called otherwise. */
const parts = [
  { values: "metrics", image: "victoria-metrics" },
  { values: "rules", image: "vmalert" },
  { values: "alertmanager", image: "alertmanager" },
  { values: "logs", image: "victoria-logs" },
  { values: "logCollector", image: "vlagent", workload: `${namespace}/daemonset/vlagent` },
  { values: "traces", image: "jaeger" },
  { values: "clusterState", image: "kube-state-metrics" },
  { values: "mariadbExporter", image: "mysqld-exporter", workload: "shop-data/deploy/mariadb-exporter" },
  { values: "redisExporter", image: "redis-exporter", workload: "shop-data/deploy/redis-exporter" },
  { values: "scaling", image: "prometheus-adapter" },
] as const satisfies readonly { values: string; image: ToolName; workload?: string }[];

/** The programs, and images of the same names, that `charts/observability` runs. */
export const observabilityPrograms: readonly ToolName[] = parts.map((part) => part.image);

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
  const images = parts.map((part) => [part.values, { image: image(part.image) }]);
  const { scaling, ...others } = Object.fromEntries(images);
  const release = {
    name: releaseName,
    namespace,
    chart: join(checkout, "charts/observability"),
    values: { storageClassName, ...others, scaling: { ...scaling, enabled: true } },
  };
  if (kube.shared) await requireOurNamespaces(kube, [namespace]);
  await kube.apply(await readClusterFile("manifests/observability.yaml"));
  await installRelease(kube, release, deployed);
  const workloads = parts.map((part) =>
    ("workload" in part ? part.workload : `${namespace}/deploy/${part.image}`).split("/"),
  );
  await Promise.all(workloads.map(([within = "", ...name]) => kube.rolledOut(within, name.join("/"))));
};
