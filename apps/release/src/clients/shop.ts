import { openTraffic } from "@caravan/mesh";
import { openContracts, openRestarts, openStableImages } from "@caravan/release-runner";
import type { Config } from "../config.ts";
import { connectKubernetes } from "./kubernetes.ts";

/** The shop that is released, by the Kubernetes API: its traffic, what its images' contracts tell, and what is killed. */
export const openShop = ({
  SHOP_NAMESPACE: shop,
  GATEWAY_NAMESPACE: gateway,
  ISTIOD_NAMESPACE: istiod,
}: Pick<Config, "SHOP_NAMESPACE" | "GATEWAY_NAMESPACE" | "ISTIOD_NAMESPACE">) => {
  const kubernetes = connectKubernetes(shop);
  return {
    traffic: openTraffic(kubernetes, { shop, gateway, istiod }),
    restarts: openRestarts(kubernetes, shop),
    stableImages: openStableImages(kubernetes, shop),
    ...openContracts(kubernetes, shop),
  };
};
