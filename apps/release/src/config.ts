import { defineConfig } from "@caravan/service-kit";
import * as v from "valibot";

const Namespace = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,63}$/, "must be the name of a namespace"));

/** The environment of this service. */
export const Config = defineConfig({
  /** What collects the shop's metrics (charts/observability); while nothing is there, releases are held. */
  METRICS_URL: v.optional(
    v.pipe(v.string(), v.url("must be a URL")),
    "http://victoria-metrics.observability.svc.cluster.local:8428",
  ),
  /** Who tells people of releases (Alertmanager of charts/observability). */
  ALERTS_URL: v.optional(
    v.pipe(v.string(), v.url("must be a URL")),
    "http://alertmanager.observability.svc.cluster.local:9093",
  ),
  SHOP_NAMESPACE: v.optional(Namespace, "shop"),
  GATEWAY_NAMESPACE: v.optional(Namespace, "istio-ingress"),
  ISTIOD_NAMESPACE: v.optional(Namespace, "istio-system"),
  /** Where browsers find Jaeger and a dashboard of releases, for the links of the pages; without one there is no link. */
  TRACES_URL: v.optional(v.pipe(v.string(), v.url("must be a URL"))),
  DASHBOARD_URL: v.optional(v.pipe(v.string(), v.url("must be a URL"))),
  /** Names this process in the lease; the pod's name. */
  HOSTNAME: v.optional(v.pipe(v.string(), v.maxLength(63)), "engine"),
});
export type Config = v.InferOutput<typeof Config>;
