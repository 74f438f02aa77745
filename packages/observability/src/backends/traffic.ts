import * as v from "valibot";
import type { Severity } from "../alerts/rule.ts";
import type { Addresses } from "./addresses.ts";
import { askJson } from "./answer.ts";
import { queryMetrics } from "./metrics.ts";

/** What one version of an app does now, over the last five minutes. */
export interface Traffic {
  readonly requestsPerSecond: number;
  /** Share of the requests that failed (5xx), 0 to 1; undefined without requests. */
  readonly errorRatio: number | undefined;
  /** 99 of 100 requests are faster; undefined without requests. */
  readonly p99Seconds: number | undefined;
}

/** An alert that fires now and is neither silenced nor inhibited. */
export interface FiringAlert {
  readonly name: string;
  readonly severity: Severity;
  /** What it is about, such as an app or a step. */
  readonly about: Readonly<Record<string, string>>;
}

const Firing = v.array(v.object({ labels: v.record(v.string(), v.string()) }));

const requests = (selector = "") =>
  `sum by (app, version) (rate(http_server_request_duration_seconds_count${selector}[5m]))`;

const key = (app = "", version = "") => `${app} ${version}`;

/** Traffic and alerts at this moment. */
export interface Now {
  /** Undefined for what serves no requests. */
  readonly trafficOf: (app: string, version: string) => Traffic | undefined;
  /** Names of the alerts that fire about an app. */
  readonly alertsOf: (app: string) => readonly string[];
  /** Every alert that fires, also one that is not about a single app, but not the dead man's switch, which always fires. */
  readonly firing: readonly FiringAlert[];
}

/**
 * Asks for requests, failures, times and alerts of all apps at once.
 *
 * @throws BackendFailed
 */
export const readNow = async ({ metrics, alerts }: Addresses): Promise<Now> => {
  const values = async (promql: string) => {
    const samples = await queryMetrics(metrics, promql);
    return new Map(samples.map(({ labels: { app, version }, value }) => [key(app, version), value]));
  };
  const [rates, failures, times, posted] = await Promise.all([
    values(requests()),
    values(requests('{http_response_status_code=~"5.."}')),
    values(
      "histogram_quantile(0.99, sum by (app, version, le) (rate(http_server_request_duration_seconds_bucket[5m])))",
    ),
    askJson(new URL("/api/v2/alerts?active=true&silenced=false&inhibited=false", alerts), Firing),
  ]);
  const firing = posted.flatMap(({ labels }) => firingAlert(labels));
  return {
    trafficOf(app, version) {
      const requestsPerSecond = rates.get(key(app, version));
      if (requestsPerSecond === undefined) return undefined;
      const busy = requestsPerSecond > 0;
      const p99 = times.get(key(app, version));
      return {
        requestsPerSecond,
        errorRatio: busy ? (failures.get(key(app, version)) ?? 0) / requestsPerSecond : undefined,
        p99Seconds: busy && Number.isFinite(p99) ? p99 : undefined,
      };
    },
    firing,
    alertsOf: (app) =>
      [...new Set(firing.flatMap(({ name, about }) => (about.app === app ? [name] : [])))].sort(),
  };
};

const firingAlert = ({ alertname, severity, ...about }: Readonly<Record<string, string>>): FiringAlert[] => {
  if (alertname === undefined || (severity !== "page" && severity !== "ticket")) return [];
  return [{ name: alertname, severity, about }];
};
