import { namespaces } from "@caravan/toolchain";
import type { Kube } from "./kube.ts";

/** Takes `localhost/caravan/order:7525474696be` apart; a port of the registry is part of the repository. */
export const repositoryAndTag = (reference: string): { repository: string; tag: string } => {
  const colon = reference.lastIndexOf(":");
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
};

/** The image that an app of the shop serves with as v1. */
export const servingImage = (kube: Kube, app: string): Promise<string> => {
  const path = `jsonpath={.spec.template.spec.containers[?(@.name=="${app}")].image}`;
  return kube.kubectl(["-n", namespaces.shop, "get", "deployment", app, "-o", path]);
};
