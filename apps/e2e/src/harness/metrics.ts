import { inPod } from "./kubectl.ts";

/**
 * What an app's own `/metrics` shows, as text.
 *
 * @param workload such as `deploy/order`, or a pod, then with the name of its container
 */
export const metricsOf = async (workload: string, container?: string): Promise<string> =>
  String(await inPod(workload, 'return (await fetch("http://127.0.0.1:8080/metrics")).text();', container));

/** The sum of all series that begin like this, such as `caravan_orders_total{`; 0 without any. */
export const sumOf = (metrics: string, prefix: string): number =>
  metrics
    .split("\n")
    .filter((line) => line.startsWith(prefix))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
