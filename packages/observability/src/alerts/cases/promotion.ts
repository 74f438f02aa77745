import { type Case, cases, steady } from "./case.ts";

/** Promotions that are not settled, run out, or are not given. */
export const promotion: readonly Case[] = [
  ...cases(
    "PromotionUsesWait",
    {
      given: "a use that no keeper has looked at for two minutes, as each replica sees",
      series: {
        'caravan_promotion_oldest_due_seconds{app="promotion",pod="a"}': steady(120),
        'caravan_promotion_oldest_due_seconds{app="promotion",pod="b"}': steady(118),
      },
      labels: { app: "promotion" },
      en: "What an order holds of promotions should have been looked at 2m 0s ago: coupons and budgets stay held.",
      zh: "订单占用的优惠已逾期 2m 0s 未处理：优惠券和预算仍被占用。",
    },
    {
      "uses that wait for the next round": {
        'caravan_promotion_oldest_due_seconds{app="promotion"}': steady(5),
      },
      "a keeper that has caught up": {
        'caravan_promotion_oldest_due_seconds{app="promotion"}': "90x30 0x10",
      },
    },
  ),
  ...cases(
    "PromotionUsesStuck",
    {
      given: "two uses that ten attempts did not settle",
      series: {
        'caravan_promotion_stuck_uses{app="promotion",pod="a"}': steady(2),
        'caravan_promotion_stuck_uses{app="promotion",pod="b"}': steady(2),
      },
      labels: { app: "promotion" },
      en: "2 orders hold something of promotions that ten attempts have neither used nor given back.",
      zh: "2 个订单占用的优惠已尝试十次，仍未核销或退回。",
    },
    {
      "none of them": { 'caravan_promotion_stuck_uses{app="promotion"}': steady(0) },
      "one that was settled at last": { 'caravan_promotion_stuck_uses{app="promotion"}': "1x30 0x10" },
    },
  ),
  ...cases(
    "PromotionNearlySpent",
    {
      given: "one promotion of two with a twentieth of its budget left",
      series: {
        'caravan_promotion_given_share{app="promotion",promotion="prm_1",pod="a"}': steady(0.95),
        'caravan_promotion_given_share{app="promotion",promotion="prm_2",pod="a"}': steady(0.5),
      },
      labels: { app: "promotion", promotion: "prm_1" },
      en: "prm_1 has given 95% of its budget or of its uses.",
      zh: "prm_1 的预算或次数已用 95%。",
    },
    {
      "a budget of which a fifth is left": {
        'caravan_promotion_given_share{app="promotion",promotion="prm_1"}': steady(0.8),
      },
      "one that has ended": {
        'caravan_promotion_given_share{app="promotion",promotion="prm_1"}': "0.95x20 _x20",
      },
    },
  ),
  ...cases(
    "DiscountsMissed",
    {
      given: "orders of two replicas at list price",
      series: {
        'caravan_orders_discount_missed_total{app="order",pod="a"}': "0x30 3x10",
        'caravan_orders_discount_missed_total{app="order",pod="b"}': steady(0),
      },
      labels: { app: "order" },
      en: "3 orders in 5 minutes went on at list price, as promotion did not answer, while price rules count.",
      zh: "5 分钟内 3 个订单因优惠服务无响应而按原价成交，当时优惠规则有效。",
    },
    {
      "one of long ago": { 'caravan_orders_discount_missed_total{app="order"}': "0x4 1x36" },
    },
  ),
];
