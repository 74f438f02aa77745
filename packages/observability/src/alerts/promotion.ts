import type { Alert } from "./rule.ts";

/** Promotions that are not settled, run out, or are not given. */
export const promotion: readonly Alert[] = [
  {
    name: "PromotionUsesWait",
    severity: "ticket",
    expr: "max(caravan_promotion_oldest_due_seconds) > 60",
    for: "30s",
    summary: {
      en: "What an order holds of promotions should have been looked at {{ $value | humanizeDuration }} ago: coupons and budgets stay held.",
      zh: "订单占用的优惠已逾期 {{ $value | humanizeDuration }} 未处理：优惠券和预算仍被占用。",
    },
    dashboard: "shop",
    labels: { app: "promotion" },
  },
  {
    name: "PromotionUsesStuck",
    severity: "ticket",
    expr: "max(caravan_promotion_stuck_uses) > 0",
    for: "30s",
    summary: {
      en: "{{ $value }} orders hold something of promotions that ten attempts have neither used nor given back.",
      zh: "{{ $value }} 个订单占用的优惠已尝试十次，仍未核销或退回。",
    },
    dashboard: "shop",
    labels: { app: "promotion" },
  },
  {
    name: "PromotionNearlySpent",
    severity: "ticket",
    expr: "max by (promotion) (caravan_promotion_given_share) >= 0.9",
    summary: {
      en: "{{ $labels.promotion }} has given {{ $value | humanizePercentage }} of its budget or of its uses.",
      zh: "{{ $labels.promotion }} 的预算或次数已用 {{ $value | humanizePercentage }}。",
    },
    dashboard: "shop",
    labels: { app: "promotion" },
  },
  {
    name: "DiscountsMissed",
    severity: "ticket",
    expr: "sum(increase(caravan_orders_discount_missed_total[5m])) > 0",
    summary: {
      en: "{{ $value | humanize }} orders in 5 minutes went on at list price, as promotion did not answer, while price rules count.",
      zh: "5 分钟内 {{ $value | humanize }} 个订单因优惠服务无响应而按原价成交，当时优惠规则有效。",
    },
    dashboard: "shop",
    labels: { app: "order" },
  },
];
