import { join } from "node:path";
import { installRelease, type Kube, readClusterFile, requireOurNamespaces } from "@caravan/cluster";
import { namespace } from "@caravan/observability";
import { checkout, namespaces, type ToolName } from "@caravan/toolchain";

const releaseName = "observability";

/** Where apps send their spans, OTLP over HTTP. Which traces are kept is decided there. */
export const spansEndpoint = `http://jaeger.${namespace}.svc.cluster.local:4318`;

interface Part {
  /** Its part of the values, which holds its image. */
  readonly values: string;
  /** The image's short name. */
  readonly image: ToolName;
  /** Where it is no Deployment of the image's name. */
  readonly workload?: string;
  /** Where it is not among the others. */
  readonly namespace?: string;
}

/** What `charts/observability` runs. */
const parts: readonly Part[] = [
  { values: "metrics", image: "victoria-metrics" },
  { values: "rules", image: "vmalert" },
  { values: "alertmanager", image: "alertmanager" },
  { values: "logs", image: "victoria-logs" },
  { values: "logCollector", image: "vlagent", workload: "daemonset/vlagent" },
  { values: "traces", image: "jaeger" },
  { values: "traceRoom", image: "busybox", workload: "deploy/jaeger" },
  { values: "clusterState", image: "kube-state-metrics" },
  {
    ...{ values: "mariadbExporter", image: "mysqld-exporter" },
    ...{ workload: "deploy/mariadb-exporter", namespace: namespaces.data },
  },
  { values: "redisExporter", image: "redis-exporter", namespace: namespaces.data },
  { values: "scaling", image: "prometheus-adapter" },
];

/** The programs, and images of the same names, that `charts/observability` runs. */
export const observabilityPrograms: readonly ToolName[] = [...parts.map((part) => part.image), "curl"];

/** Where an image is, by its short name. */
export type FindImage = (name: string) => { repository: string; tag: string };

/** Whether the shop is watched: mesh, daprd and apps then send their spans. */
export const isObserved = (deployed: ReadonlyMap<string, string>): boolean =>
  deployed.has(`${namespace}/${releaseName}`);

/** Installs or upgrades what watches the shop; its addresses are known then. */
export const installObservability = async (
  kube: Kube,
  image: FindImage,
  storageClassName: string,
  deployed: Map<string, string>,
): Promise<void> => {
  const images = parts.map((part) => [part.values, { image: image(part.image) }]);
  const tiers = { image: image("curl") };
  const { scaling, ...others } = Object.fromEntries(images);
  const release = {
    name: releaseName,
    namespace,
    chart: join(checkout, "charts/observability"),
    values: { storageClassName, ...others, tiers, scaling: { ...scaling, enabled: true } },
  };
  if (kube.shared) await requireOurNamespaces(kube, [namespace]);
  await kube.apply(await readClusterFile("manifests/observability.yaml"));
  await installRelease(kube, release, deployed);
};

/** Waits until all of it answers. */
export const observabilityRolledOut = async (kube: Kube): Promise<void> => {
  await Promise.all(
    parts.map(({ image, workload = `deploy/${image}`, namespace: within = namespace }) =>
      kube.rolledOut(within, workload),
    ),
  );
};
