import type { Fragment } from "@caravan/pages";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog, scaleUtc } from "d3-scale";
import { curveLinear, curveStepAfter, line } from "d3-shape";
import { html } from "hono/html";

/** A value at a time (milliseconds since the epoch); null leaves a gap. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}

/** One line of a chart. `look` is a class of the stylesheet: colour and dashes, so that no line is known by its colour alone. */
export interface Line {
  readonly name: string;
  readonly look: string;
  readonly points: readonly Point[];
  /** It stays until it changes, and has no values in between. */
  readonly stays?: boolean;
}

/** A value that a line is compared with, across the whole chart. */
export interface Level {
  readonly value: number;
  readonly label: string;
  readonly look: string;
}

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly look: string;
  readonly label: string;
}

export interface Mark {
  readonly at: number;
  readonly label: string;
}

export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence, for those who do not see it. */
  readonly summary: string;
  readonly from: number;
  readonly to: number;
  readonly scale: "linear" | "log";
  /** The least and the greatest value that is drawn. */
  readonly domain: readonly [number, number];
  readonly lines: readonly Line[];
  readonly levels?: readonly Level[];
  readonly bands?: readonly Band[];
  readonly marks?: readonly Mark[];
  readonly show: (value: number) => string;
  readonly hour: (at: number) => string;
  readonly table: Fragment;
  readonly note?: Fragment | string;
}

/** The drawing's own units: it is stretched over whatever width there is, and lines keep their own. */
const width = 1000;
const height = 400;

const yScale = ({ scale, domain }: ChartSpec): ScaleContinuousNumeric<number, number> =>
  (scale === "log" ? scaleLog() : scaleLinear()).domain(domain).range([height, 0]).clamp(true);

/** At most so many, evenly picked. */
const fewOf = <Tick>(ticks: readonly Tick[], most: number): Tick[] => {
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, index) => index % every === 0);
};

/** Of a logarithmic scale the powers of ten; 1, 2 and 5 of each where those are few. */
const yTicks = (spec: ChartSpec): number[] => {
  if (spec.scale === "linear") return yScale(spec).ticks(4);
  const ticks = yScale(spec).ticks(20);
  const first = (tick: number) => Number(tick.toExponential(0).charAt(0));
  const powers = ticks.filter((tick) => first(tick) === 1);
  return fewOf(powers.length >= 3 ? powers : ticks.filter((tick) => [1, 2, 5].includes(first(tick))), 6);
};

const part = (value: number, whole: number): string => `${Number(((100 * value) / whole).toFixed(2))}%`;

const pathOf = (
  { points, stays }: Line,
  x: (at: number) => number,
  y: (value: number) => number,
): string | null =>
  line<Point>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => x(at))
    .y(({ value }) => y(value ?? 0))
    .curve(stays ? curveStepAfter : curveLinear)
    .digits(1)(points);

/** Where a text at this place begins, so that it stays within the chart. */
const edge = (at: number): string => (at < 60 ? "first" : at > width - 60 ? "last" : "middle");

/** Marks whose numbers do not lie over each other on a phone; the lines of the others stay. */
const apart = (marks: readonly Mark[], x: (at: number) => number): Mark[] => {
  const free: Mark[] = [];
  for (const mark of marks) {
    const last = free.at(-1);
    if (last === undefined || x(mark.at) - x(last.at) > width * 0.065) free.push(mark);
  }
  return free;
};

/** A chart as SVG: it needs no script, keeps its letters' size at any width, and its numbers stand in a table beside it. */
export const chart = (spec: ChartSpec): Fragment => {
  const { id, title, lines, levels = [], bands = [], marks = [] } = spec;
  const time = scaleUtc().domain([spec.from, spec.to]).range([0, width]).clamp(true);
  const x = (at: number) => time(at);
  const y = yScale(spec);
  const shown = lines.filter(({ points }) => points.some(({ value }) => value !== null));
  return html`<figure class="chart" id="${id}">
<figcaption><h3>${title}</h3><ul class="legend">${[...lines, ...levels].map((item) => html`<li><svg class="key" viewBox="0 0 24 8" aria-hidden="true"><path class="line ${item.look}" d="M0 4H24"/></svg>${"name" in item ? item.name : item.label}</li>`)}</ul></figcaption>
<div class="plot">
${marks.length === 0 ? "" : html`<svg class="plot-marks" aria-hidden="true">${apart(marks, x).map(({ at, label }) => html`<circle cx="${part(x(at), width)}" cy="50%" r="9"/><text x="${part(x(at), width)}" y="50%" dy=".32em">${label}</text>`)}</svg>`}
<svg class="plot-y" aria-hidden="true">${yTicks(spec).map((tick) => html`<text x="100%" y="${part(y(tick), height)}" dy=".32em">${spec.show(tick)}</text>`)}</svg>
<svg class="plot-area" role="img" aria-labelledby="${id}-says"><title id="${id}-says">${title}: ${spec.summary}</title>
${bands.map((band) => html`<rect class="band ${band.look}" x="${part(x(band.from), width)}" width="${part(Math.max(0, x(band.to) - x(band.from)), width)}" y="0" height="100%"/>`)}
${yTicks(spec).map((tick) => html`<line class="grid" x1="0" x2="100%" y1="${part(y(tick), height)}" y2="${part(y(tick), height)}"/>`)}
${marks.map((mark) => html`<line class="mark" x1="${part(x(mark.at), width)}" x2="${part(x(mark.at), width)}" y1="0" y2="100%"/>`)}
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" width="100%" height="100%">${levels.map((level) => html`<path class="line ${level.look}" d="M0 ${y(level.value).toFixed(1)}H${width}"/>`)}${shown.map((item) => html`<path class="line ${item.look}" d="${pathOf(item, x, y)}"/>`)}</svg>
${shown.length === 0 ? html`<text class="none" x="50%" y="50%">nothing to draw yet</text>` : ""}
</svg>
<svg class="plot-x" aria-hidden="true">${fewOf(time.ticks(5), 6).map((tick) => html`<text x="${part(time(tick), width)}" y="1em" class="${edge(time(tick))}">${spec.hour(tick.getTime())}</text>`)}</svg>
</div>
${spec.note ? html`<p class="quiet">${spec.note}</p>` : ""}
<details class="numbers"><summary>The numbers<span class="unseen"> of ${title}</span></summary><div class="scrolls" tabindex="0" role="region" aria-label="${title}, numbers">${spec.table}</div></details>
</figure>`;
};
