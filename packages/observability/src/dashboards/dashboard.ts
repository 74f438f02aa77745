/** Unit of a panel's values. */
export type Unit =
  | "requests/s"
  | "seconds"
  | "percent"
  | "bytes"
  | "cores"
  | "count"
  | "per second"
  | "euro"
  | "per mille";

/** One line, or one set of lines, of a panel. */
export interface Query {
  /** PromQL, portable between Prometheus and stores that speak its language. `$__rate_interval` is the window of rates. */
  readonly expr: string;
  /** Name of a line; `{{label}}` is the value of a label. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** What it tells, where the title does not. */
  readonly description?: string;
  /** Of 12 columns; 6 when nothing is said. */
  readonly width?: 3 | 4 | 6 | 12;
}

/** A page of panels. Its name is its address, and what alerts call it by. */
export interface Dashboard {
  readonly name: string;
  readonly title: string;
  /** Where its time begins when it is opened in Grafana, such as `now-90d`; an hour ago when nothing is said. */
  readonly from?: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}

/** Window of rates where the viewer does not choose one. */
export const defaultWindow = "2m";

/** PromQL of a counter's rate: over all series, or for each value of these labels. */
export const perSecond = (counter: string, by?: string): string =>
  `sum${by === undefined ? "" : ` by (${by}) `}(rate(${counter}[$__rate_interval]))`;
