import type { Kube } from "./kube.ts";

/** The cluster's address of each Service of a namespace, by name; empty when the namespace has none. */
export const serviceAddresses = async (
  kube: Kube,
  namespace: string,
): Promise<ReadonlyMap<string, string>> => {
  const lines = 'jsonpath={range .items[*]}{.metadata.name} {.spec.clusterIP}{"\\n"}{end}';
  const text = await kube.kubectl(["-n", namespace, "get", "services", "-o", lines]);
  const rows = text.split("\n").map((line) => line.split(" "));
  return new Map(rows.flatMap(([name, address]) => (name && address ? [[name, address]] : [])));
};

/** The origin of a Service that is served with TLS: its address and its port named https. */
export const tlsOrigin = async (kube: Kube, namespace: string, name: string): Promise<string> => {
  const origin = 'jsonpath=https://{.spec.clusterIP}:{.spec.ports[?(@.name=="https")].port}';
  return kube.kubectl(["-n", namespace, "get", "service", name, "-o", origin]);
};

/**
 * The cluster's address of one Service.
 *
 * @throws Error when there is no such Service
 */
export const serviceAddress = async (kube: Kube, namespace: string, name: string): Promise<string> => {
  const address = (await serviceAddresses(kube, namespace)).get(name);
  if (address === undefined) throw new Error(`there is no Service ${name} in namespace ${namespace}`);
  return address;
};
