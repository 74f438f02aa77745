/** Samples of series from time 0 on, one every 15 s, as promtool notes them: `60x40` is 60 and 40 times 60 more, `0+2x40` rises by 2. */
export type Series = Readonly<Record<string, string>>;

/** An alert as it reaches Alertmanager; `severity`, `dashboard` and `runbook` are those of its definition. */
export interface Fired {
  readonly labels: Readonly<Record<string, string>>;
  readonly en: string;
  readonly zh: string;
}

/** What an alert says about some series. */
export interface Case {
  readonly alert: string;
  /** What the series are, such as `a step that is due for 59 s`. */
  readonly given: string;
  readonly series: Series;
  /** What fires, of this alert; nothing: it stays quiet. */
  readonly fires: readonly Fired[];
  /** Labels of the alert that the series are about, where several alerts share a name. */
  readonly about?: Readonly<Record<string, string>>;
  /** Time of the look; 10 minutes when nothing is said. */
  readonly at?: string;
  /** Time between two samples; 15 s when nothing is said. */
  readonly every?: string;
  /** Time between two evaluations, the same in all cases of a file; 15 s when nothing is said. */
  readonly evaluated?: string;
}

/** Times of the look and between samples, where a case says nothing. */
export const defaults = { at: "10m", every: "15s" } as const;

/** A level that stays the same until the look. */
export const steady = (value: number): string => `${value}x40`;

/** A counter that rises evenly, by this much per sample. */
export const rising = (by: number): string => `0+${by}x40`;

/** A counter that rises once, in the middle. */
export const jump = (by: number): string => `0x20 ${by}x20`;

/** An alert with a case in which it fires and cases in which it stays quiet, by what they are. */
export const cases = (
  alert: string,
  fires: { readonly given: string; readonly series: Series } & Fired,
  quiet: Readonly<Record<string, Series>>,
): readonly Case[] => [
  {
    alert,
    given: fires.given,
    series: fires.series,
    fires: [{ labels: fires.labels, en: fires.en, zh: fires.zh }],
  },
  ...Object.entries(quiet).map(([given, series]) => ({ alert, given, series, fires: [] })),
];
