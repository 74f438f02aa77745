import { Counter, type OpenMetricsContentType, Registry } from "prom-client";
import { metrics } from "./metrics.ts";

/** What a scraper is answered. */
export interface Exposition {
  readonly type: string;
  readonly text: string;
}

/**
 * Everything `/metrics` shows, in the format that the scraper asks for: OpenMetrics, the only one with exemplars, or Prometheus' text.
 *
 * @param accept the scraper's `Accept`; Prometheus names OpenMetrics in it when it stores exemplars, VictoriaMetrics does not
 */
export const expose = async (accept: string | undefined): Promise<Exposition> => {
  const asked = accept?.split(",").some((type) => /^\s*application\/openmetrics-text\s*(;|$)/.test(type));
  if (asked !== true) return { type: metrics.contentType, text: await metrics.metrics() };
  const open = new Registry<OpenMetricsContentType>();
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const { name } of metrics.getMetricsAsArray()) {
    const metric = metrics.getSingleMetric(name);
    if (metric !== undefined) open.registerMetric(metric instanceof Counter ? named(metric) : metric);
  }
  return { type: open.contentType, text: await open.metrics() };
};

/** The same counter under a name of its own: a registry of OpenMetrics takes `_total` off the name of a counter it holds. */
const named = (counter: Counter): Counter => Object.create(counter) as Counter;
