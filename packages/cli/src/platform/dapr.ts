import type { Kube } from "@caravan/cluster";
import { clusterFile, installRelease } from "@caravan/cluster";
import type { Origin } from "./istio.ts";

const namespace = "dapr-system";

/** Installs Dapr's control plane (operator, sentry, injector) outside the mesh. */
export const installDapr = async (
  kube: Kube,
  { charts, values }: Origin,
  deployed: Map<string, string>,
): Promise<void> => {
  const valueFiles = [clusterFile("values/dapr.yaml")];
  await installRelease(kube, { name: "dapr", namespace, chart: charts, valueFiles, values }, deployed);
  await markOpaque(kube);
  await Promise.all(
    ["dapr-sentry", "dapr-operator", "dapr-sidecar-injector"].map((name) =>
      kube.rolledOut(namespace, `deploy/${name}`),
    ),
  );
};

/**
 * Dapr names the TLS ports of these two Services `grpc`, which Istio treats as plain HTTP/2: a meshed daprd could not reach its control
 * plane. The protocol by its field outranks the name (as Dapr itself does from 1.19 on).
 */
const markOpaque = async (kube: Kube): Promise<void> => {
  await Promise.all(
    ["dapr-api", "dapr-sentry"].map((name) => {
      const ports = [{ op: "add", path: "/spec/ports/0/appProtocol", value: "tls" }];
      return kube.kubectl([
        "-n",
        namespace,
        "patch",
        "service",
        name,
        "--type=json",
        "-p",
        JSON.stringify(ports),
      ]);
    }),
  );
};
