import { type Dashboard, perSecond } from "./dashboard.ts";

/** What promotions give, to whom it is still owed, and what is left of them. */
export const promotions: Dashboard["rows"][number] = {
  title: "Promotions",
  panels: [
    {
      title: "Carts priced, by outcome",
      unit: "per second",
      queries: [{ expr: perSecond("caravan_promotion_quotes_total", "outcome"), legend: "{{outcome}}" }],
    },
    {
      title: "Tries of orders, by outcome",
      unit: "per second",
      queries: [{ expr: perSecond("caravan_promotion_tries_total", "outcome"), legend: "{{outcome}}" }],
    },
    {
      title: "What orders take, by the status it came to",
      unit: "per second",
      queries: [{ expr: perSecond("caravan_promotion_uses_total", "status"), legend: "{{status}}" }],
    },
    {
      title: "Given of the budget or of the uses",
      unit: "percent",
      description: "The larger share of the two, of the twenty promotions with the most of it.",
      queries: [
        { expr: "100 * max by (promotion) (caravan_promotion_given_share)", legend: "{{promotion}}" },
        { expr: "vector(90)", legend: "nearly spent" },
      ],
    },
    {
      title: "Held, and order is to be asked what became of it",
      unit: "count",
      queries: [
        { expr: "max(caravan_promotion_due_uses)", legend: "due" },
        { expr: "max(caravan_promotion_stuck_uses)", legend: "after ten attempts" },
      ],
    },
    {
      title: "At list price, as promotion was away, within an hour",
      unit: "count",
      queries: [{ expr: "sum(increase(caravan_orders_discount_missed_total[1h]))", legend: "orders" }],
    },
  ],
};
