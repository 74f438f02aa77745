/** What happens beside the versions themselves. */
export type Happening = "burst" | "canary blip" | "stable blip" | "diurnal" | "outage";

/** Of the requests, the share that either version refuses, and what the canary refuses above it. */
export interface Refused {
  readonly usual: number;
  readonly excess: number;
  /** Now and then one customer sends wrong requests for ten minutes, and stays with one version. */
  readonly customers?: true;
}

/** A service and a canary. */
export interface Cell {
  readonly scenario: string;
  /** Requests a minute. */
  readonly rate: number;
  /** The share of requests that the stable version fails. */
  readonly baseline: number;
  /** What the canary fails above it. */
  readonly excess: number;
  /** The factor by which it is slower. */
  readonly slower: number;
  readonly happening: Happening | null;
  /** Requests that are refused with 4xx; without it none is. */
  readonly refused?: Refused;
  /** What is to become of it: `tolerated` is exactly as bad as the plan allows, so that neither answer is wrong. */
  readonly canary: "good" | "tolerated" | "bad";
}

export const rates = [5, 20, 100, 1000] as const;
const baselines = [0.001, 0.005, 0.01] as const;
const usual = 0.005;

const perCent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

const cell = (scenario: string, rate: number, more: Partial<Cell>): Cell => ({
  scenario,
  rate,
  baseline: usual,
  excess: 0,
  slower: 1,
  happening: null,
  canary: "good",
  ...more,
});

const overRates = (make: (rate: number) => Cell | Cell[]): Cell[] => rates.flatMap(make);

const errors = (scenario: string, more: (baseline: number) => Partial<Cell>): Cell[] =>
  overRates((rate) => baselines.map((baseline) => cell(scenario, rate, { baseline, ...more(baseline) })));

const failing = (share: number): Cell[] =>
  errors(`canary fails ${perCent(share)}`, (baseline) => ({ excess: share - baseline, canary: "bad" }));

const slow = (slower: number): Cell[] =>
  overRates((rate) => cell(`canary is slower by ${perCent(slower - 1)}`, rate, { slower, canary: "bad" }));

const amid = (happening: Happening, words: string): Cell[] => [
  ...overRates((rate) => cell(`${words}, canary as good`, rate, { happening })),
  ...overRates((rate) =>
    cell(`${words}, canary fails 3 %`, rate, { happening, excess: 0.03 - usual, canary: "bad" }),
  ),
];

const refusing = (scenario: string, refused: Refused, canary: Cell["canary"]): Cell[] =>
  overRates((rate) => cell(scenario, rate, { refused, canary }));

const clientErrors: readonly Cell[] = [
  ...refusing("2 % are refused by 4xx, canary as good", { usual: 0.02, excess: 0 }, "good"),
  ...refusing("30 % are refused by 4xx, canary as good", { usual: 0.3, excess: 0 }, "good"),
  ...refusing(
    "a customer sends wrong requests for ten minutes, canary as good",
    { usual: 0.02, excess: 0, customers: true },
    "good",
  ),
  ...refusing("canary refuses 2 % more, as much as is tolerated", { usual: 0.02, excess: 0.02 }, "tolerated"),
  ...refusing("canary refuses 10 % more by 4xx", { usual: 0.02, excess: 0.1 }, "bad"),
  ...refusing("canary refuses 50 % more by 4xx", { usual: 0.02, excess: 0.5 }, "bad"),
];

export const cells: readonly Cell[] = [
  ...errors("canary as good", () => ({})),
  ...errors("canary fails 1 % more, as much as is tolerated", () => ({ excess: 0.01, canary: "tolerated" })),
  ...errors("canary fails 0.5 % more, half of what is tolerated", () => ({
    excess: 0.005,
    canary: "tolerated",
  })),
  ...failing(0.03),
  ...failing(0.1),
  ...failing(0.3),
  ...slow(1.1),
  ...slow(1.5),
  ...amid("burst", "bursts of errors that hit both"),
  ...amid("canary blip", "half a minute in which only the canary fails"),
  ...amid("stable blip", "half a minute in which only the stable version fails"),
  ...amid("diurnal", "load and errors of a day"),
  ...amid("outage", "metrics are away for ten minutes"),
  ...clientErrors,
];
