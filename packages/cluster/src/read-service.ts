import type { Kube } from "./kube.ts";

/** The cluster's address of a Service; undefined when there is none of this name. */
export async function readServiceAddress(
  kube: Kube,
  namespace: string,
  name: string,
): Promise<string | undefined> {
  const query = [
    "-n",
    namespace,
    "get",
    "service",
    name,
    "--ignore-not-found",
    "-o",
    "jsonpath={.spec.clusterIP}",
  ];
  return (await kube.kubectl(query)) || undefined;
}
