import { type Kube, serviceAddresses } from "@caravan/cluster";
import { type Addresses, namespace, services } from "@caravan/observability";

/**
 * Where the parts answer: the addresses of their Services, which this machine reaches on the embedded cluster.
 *
 * @returns undefined when nothing watches the shop
 */
export const findObservability = async (kube: Kube): Promise<Addresses | undefined> => {
  const hosts = await serviceAddresses(kube, namespace);
  const addressOf = ([service, port]: (typeof services)[keyof Addresses]) => {
    const host = hosts.get(service);
    return host && `http://${host}:${port}`;
  };
  const metrics = addressOf(services.metrics);
  const alerts = addressOf(services.alerts);
  const logs = addressOf(services.logs);
  const traces = addressOf(services.traces);
  const warmTraces = addressOf(services.warmTraces);
  return metrics && alerts && logs && traces ? { metrics, alerts, logs, traces, warmTraces } : undefined;
};
