import type { Kube } from "@caravan/cluster";
import { namespaces } from "@caravan/toolchain";

/** The address of the gateway: its load balancer's, or how to get one. */
export const shopAddress = async (kube: Kube): Promise<string> => {
  const path = "jsonpath={.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}";
  const address = await kube
    .kubectl(["-n", namespaces.gateway, "get", "service", "istio-ingressgateway", "-o", path])
    .catch(() => "");
  return address === "" ? "http://localhost:8080" : `http://${address}`;
};
