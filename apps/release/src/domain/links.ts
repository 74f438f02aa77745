/** A page elsewhere. */
export interface Link {
  readonly href: string;
  readonly text: string;
}

export interface Links {
  readonly traces: readonly Link[];
  readonly dashboard?: Link | undefined;
}

/** Where what watches the shop can be opened by a browser; empty where it cannot. */
export interface Addresses {
  readonly traces?: string | undefined;
  readonly dashboard?: string | undefined;
}

export interface Seen {
  readonly service: string;
  /** The window that was judged, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Above it a request is slow. */
  readonly slowMilliseconds: number | null;
}

/** Jaeger's search: https://www.jaegertracing.io/docs/latest/architecture/apis/ (times are microseconds). */
const search = (
  base: string,
  { service, from, to }: Seen,
  more: Readonly<Record<string, string>>,
): string => {
  const query = new URLSearchParams({
    service,
    start: String(Math.round(from * 1000)),
    end: String(Math.round(to * 1000)),
    ...{ lookback: "custom", limit: "50" },
    ...more,
  });
  return `${base.replace(/\/$/, "")}/search?${query}`;
};

/** The traces of the new version that a verdict rests on, and the dashboard of its service. */
export const linksOf = ({ traces, dashboard }: Addresses, seen: Seen): Links => {
  const version = { "service.version": "v2" };
  const slow = seen.slowMilliseconds;
  return {
    traces: traces
      ? [
          {
            href: search(traces, seen, { tags: JSON.stringify({ ...version, error: "true" }) }),
            text: "Failed requests of the new version",
          },
          {
            href: search(traces, seen, {
              tags: JSON.stringify(version),
              ...(slow === null ? {} : { minDuration: `${Math.round(slow)}ms` }),
            }),
            text: slow === null ? "Requests of the new version" : "Slowest requests of the new version",
          },
        ]
      : [],
    ...(dashboard ? { dashboard: { href: dashboard, text: "Dashboard" } } : {}),
  };
};
