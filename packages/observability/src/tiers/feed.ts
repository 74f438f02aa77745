const day = 86_400_000;

/** A closed month, far enough back for the hot stores to have dropped it. */
export interface Month {
  readonly from: number;
  readonly days: number;
}

/** The whole month (UTC) two months before a time. */
export const monthBefore = (now: Date): Month => {
  const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1);
  const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  return { from, days: (to - from) / day };
};

/** A day as tiers.sh names it. */
export const dayName = ({ from }: Month, index: number): string =>
  new Date(from + index * day).toISOString().slice(0, 10);

/** Requests of two pods of a service, five a second each, as the metrics store imports samples: one a minute. */
export const requests = ({ from, days }: Month): string => {
  const minutes = Array.from({ length: days * 1440 }, (_, index) => index);
  return ["a", "b"]
    .map((pod) =>
      JSON.stringify({
        metric: {
          ...{ __name__: "http_server_request_duration_seconds_count", app: "order", pod },
          http_response_status_code: "200",
        },
        values: minutes.map((minute) => minute * 300),
        timestamps: minutes.map((minute) => from + minute * 60_000),
      }),
    )
    .join("\n");
};

/** A line as the collector hands it over. */
const line = (time: number, fields: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    _time: new Date(time).toISOString(),
    ...{ "kubernetes.pod_name": "order-1", "kubernetes.pod_namespace": "shop" },
    "kubernetes.container_name": "order",
    ...fields,
  });

/** Lines of a day at the order service, an hour apart: of orders, warnings, and others. */
export const lines = (from: number): string =>
  Array.from({ length: 24 }, (_, hour) => from + hour * 3_600_000)
    .flatMap((time) => [
      line(time, { _msg: "work on an order", level: "info", order_id: `ord_${time}` }),
      line(time + 1, { _msg: "a callback was given up", level: "warn" }),
      line(time + 2, { _msg: "serving", level: "info" }),
    ])
    .join("\n");
