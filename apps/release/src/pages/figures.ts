/** Numbers as charts and tables show them. */

/** A share: `0.52 %`. */
export const rate = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

export const milliseconds = (value: number): string =>
  value >= 1000 ? `${Number((value / 1000).toPrecision(2))} s` : `${Math.round(value)} ms`;

export const figure = (value: number): string =>
  value >= 1000 ? `${Number((value / 1000).toPrecision(2))}k` : String(Number(value.toPrecision(2)));

/** A value that may not be known. */
export const said = (value: number | null | undefined, show: (value: number) => string): string =>
  value === null || value === undefined ? "–" : show(value);
