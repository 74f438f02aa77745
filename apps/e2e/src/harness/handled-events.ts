import { inPod } from "./kubectl.ts";

/** How many events of a topic a version of an app has handled, since its process began. */
export const handledEvents = async (app: string, version: "v1" | "v2", topic: string): Promise<number> => {
  const workload = version === "v1" ? `deploy/${app}` : `deploy/${app}-v2`;
  const metrics = await inPod(workload, 'return (await fetch("http://127.0.0.1:8080/metrics")).text();');
  const series = `caravan_events_handled_total{topic="${topic}",result="success"} `;
  const line = String(metrics)
    .split("\n")
    .find((one) => one.startsWith(series));
  return Number(line?.slice(series.length) ?? 0);
};
