import type { Kube } from "@caravan/cluster";
import { pages } from "@caravan/observability";
import { findObservability } from "./find-observability.ts";

/**
 * The release manager's environment for the links of its pages to traces and dashboards. Empty where nothing watches the shop, and on a
 * cluster of others: addresses inside of it lead a browser nowhere.
 */
export const linkEnvironment = async (kube: Kube): Promise<Readonly<Record<string, string>>> => {
  const addresses = kube.shared ? undefined : await findObservability(kube);
  if (!addresses) return {};
  const { traces = "", dashboards = "" } = pages(addresses);
  return { TRACES_URL: traces, DASHBOARD_URL: dashboards };
};
