import { metricsOf, sumOf } from "./metrics.ts";

/** How many events of a topic a version of an app has handled, since its process began. */
export const handledEvents = async (app: string, version: "v1" | "v2", topic: string): Promise<number> => {
  const workload = version === "v1" ? `deploy/${app}` : `deploy/${app}-v2`;
  const series = `caravan_events_handled_total{topic="${topic}",result="success"} `;
  return sumOf(await metricsOf(workload), series);
};
