import { type Alert, alertRule, type Recording, type RuleFile, type Words } from "./rule.ts";

/** What shoppers are promised about one step of their way, over 30 days. */
export interface Objective {
  /** `browse`, `order`, `pay`, `deliver` */
  readonly step: string;
  /** Share that must be good, such as 0.999. */
  readonly target: number;
  /** PromQL: events per second that were bad, over `$window`. */
  readonly bad: string;
  /** PromQL: all events per second, over `$window`. */
  readonly all: string;
  readonly what: Words;
}

const requests = (selector: string) =>
  `sum(rate(http_server_request_duration_seconds_count{${selector}}[$window]))`;
const failed = (selector: string) => requests(`${selector},http_response_status_code=~"5.."`);

const pages = 'app=~"storefront|product",http_request_method="GET"';
const placing = 'app="order",http_request_method="POST",http_route="/v1/orders"';
const paying = 'app="order",http_request_method="POST",http_route="/v1/orders/:orderId/payment"';

/** The journey of a shopper, step by step. */
export const objectives: readonly Objective[] = [
  {
    step: "browse",
    target: 0.999,
    bad: failed(pages),
    all: requests(pages),
    what: { en: "Pages and the catalogue", zh: "浏览页面与商品" },
  },
  {
    step: "order",
    target: 0.999,
    bad: failed(placing),
    all: requests(placing),
    what: { en: "Placing orders", zh: "下单" },
  },
  {
    step: "pay",
    target: 0.99,
    bad: failed(paying),
    all: requests(paying),
    what: { en: "Starting payments", zh: "发起支付" },
  },
  {
    step: "deliver",
    target: 0.99,
    bad: "sum(rate(caravan_shipments_stopped_total[$window]))",
    all: 'sum(rate(caravan_shipments_total{status="preparing"}[$window]))',
    what: { en: "Deliveries", zh: "发货与配送" },
  },
];

/**
 * Windows and burn rates: the budget of 30 days would last so many times shorter. A long window says that it is worth a person's time,
 * a short one that it still goes on, so that the alert ends soon after the fault.
 *
 * @see Google, The Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts"
 */
const burns = [
  { long: "1h", short: "5m", rate: 14.4, severity: "page" },
  { long: "6h", short: "30m", rate: 6, severity: "page" },
  { long: "3d", short: "6h", rate: 1, severity: "ticket" },
] as const;

const windows = [...new Set(burns.flatMap(({ long, short }) => [short, long]))];
const ratio = (window: string) => `slo:bad_ratio:rate${window}`;

const recordings = ({ step, bad, all }: Objective): Recording[] =>
  windows.map((window) => ({
    record: ratio(window),
    // No traffic is no failure.
    expr: `(${bad} or vector(0)) / (${all} > 0)`.replaceAll("$window", window),
    labels: { step },
  }));

const burnAlerts = ({ step, target, what }: Objective): Alert[] =>
  burns.map(({ long, short, rate, severity }) => {
    const limit = Number((rate * (1 - target)).toPrecision(6));
    const name = severity === "page" ? "ErrorBudgetBurnsFast" : "ErrorBudgetBurns";
    return {
      name,
      severity,
      expr: `${ratio(long)}{step="${step}"} > ${limit} and ${ratio(short)}{step="${step}"} > ${limit}`,
      summary: {
        en: `${what.en}: {{ $value | humanizePercentage }} fail, measured over ${long} (promised: less than ${percent(1 - target)}).`,
        zh: `${what.zh}：${long} 内失败率 {{ $value | humanizePercentage }}（目标低于 ${percent(1 - target)}）。`,
      },
      dashboard: "slo",
      labels: { step, window: long },
    };
  });

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;

/** Recorded ratios and burn alerts of every objective. */
export const sloRules: RuleFile = {
  groups: objectives.map((objective) => ({
    name: `slo-${objective.step}`,
    rules: [...recordings(objective), ...burnAlerts(objective).map(alertRule)],
  })),
};

/** The alerts of all objectives, by name. */
export const sloAlerts: readonly Alert[] = objectives.flatMap(burnAlerts);
