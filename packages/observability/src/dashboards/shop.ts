import { type Dashboard, perSecond } from "./dashboard.ts";
import { promotions } from "./promotions.ts";

/** What the business is about: orders, money, stock. */
export const shop: Dashboard = {
  name: "shop",
  title: "Shop and money",
  rows: [
    {
      title: "Orders",
      panels: [
        {
          title: "Placed",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_orders_placed_total"), legend: "orders" }],
        },
        {
          title: "Orders, by the status they reached",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_orders_moved_total", "status"), legend: "{{status}}" }],
        },
        {
          title: "Not placed, by reason",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_orders_refused_total", "code"), legend: "{{code}}" }],
        },
        {
          title: "From placed to confirmed (p95)",
          unit: "seconds",
          queries: [
            {
              expr: "histogram_quantile(0.95, sum by (le) (rate(caravan_order_confirmation_seconds_bucket[$__rate_interval])))",
              legend: "p95",
            },
          ],
        },
        {
          title: "Need a decision of staff",
          unit: "count",
          queries: [{ expr: "max by (case) (caravan_orders_attention)", legend: "{{case}}" }],
        },
      ],
    },
    {
      title: "Money",
      panels: [
        {
          title: "Payments, by the status they reached",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_payments_total", "status"), legend: "{{status}}" }],
        },
        {
          title: "Taken and given back within an hour",
          unit: "euro",
          queries: [
            { expr: "sum(increase(caravan_captured_euros_total[1h]))", legend: "taken" },
            { expr: "sum(increase(caravan_refunded_euros_total[1h]))", legend: "given back" },
          ],
        },
        {
          title: "Refunds, by reason",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_refunds_total", "reason"), legend: "{{reason}}" }],
        },
        {
          title: "Callbacks of the bank",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_payment_callbacks_total", "result"), legend: "{{result}}" }],
        },
        {
          title: "Oldest callback not delivered",
          unit: "seconds",
          description: "Ours are handled in the request that brings them; what waits, waits at the partner.",
          queries: [
            { expr: "max(caravan_bank_callbacks_oldest_seconds)", legend: "of the bank" },
            { expr: "max(caravan_carrier_callbacks_oldest_seconds)", legend: "of the carrier" },
          ],
        },
        {
          title: "Payments in trouble",
          unit: "count",
          queries: [{ expr: "max by (kind) (caravan_payments_in_trouble)", legend: "{{kind}}" }],
        },
        {
          title: "Oldest payment that is not finished",
          unit: "seconds",
          queries: [{ expr: "max(caravan_payments_oldest_unfinished_seconds)", legend: "age" }],
        },
        {
          title: "Differences to the bank's statement",
          unit: "count",
          queries: [{ expr: "max(caravan_reconciliation_differences)", legend: "differences" }],
        },
      ],
    },
    {
      title: "Goods",
      panels: [
        {
          title: "Reservations, by what became of them",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_reservations_total", "outcome"), legend: "{{outcome}}" }],
        },
        {
          title: "Pieces in the warehouses",
          unit: "count",
          queries: [
            {
              expr: "max by (warehouse, state) (caravan_stock_pieces)",
              legend: "{{warehouse}} {{state}}",
            },
          ],
        },
        {
          title: "Held for orders that are not paid yet, and sold out",
          unit: "count",
          queries: [
            { expr: "max(caravan_reservations_held)", legend: "reservations held" },
            { expr: "max(caravan_stock_sold_out_skus)", legend: "SKUs sold out" },
          ],
        },
        {
          title: "Shipments, by the status they reached",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_shipments_total", "status"), legend: "{{status}}" }],
        },
      ],
    },
    promotions,
    {
      title: "People",
      panels: [
        {
          title: "Attempts to sign in",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_sign_ins_total", "outcome"), legend: "{{outcome}}" }],
        },
        {
          title: "Attempts refused, by limit",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_attempts_refused_total", "limit"), legend: "{{limit}}" }],
        },
        {
          title: "Searches",
          unit: "per second",
          queries: [{ expr: perSecond("caravan_product_searches_total", "app"), legend: "searches" }],
        },
      ],
    },
  ],
};

/** Steps of orders, and whether they come in time. */
export const saga: Dashboard = {
  name: "saga",
  title: "Saga",
  rows: [
    {
      title: "Steps",
      panels: [
        {
          title: "Steps, by outcome",
          unit: "per second",
          queries: [
            { expr: perSecond("caravan_saga_step_total", "step, outcome"), legend: "{{step}} {{outcome}}" },
          ],
        },
        {
          title: "Orders whose next step is due",
          unit: "count",
          queries: [{ expr: "max(caravan_saga_due_orders)", legend: "due" }],
        },
        {
          title: "Oldest due step",
          unit: "seconds",
          queries: [{ expr: "max(caravan_saga_oldest_due_seconds)", legend: "age" }],
        },
        {
          title: "Left to a newer version",
          unit: "count",
          queries: [{ expr: "max(caravan_saga_not_understood_orders)", legend: "orders" }],
        },
      ],
    },
  ],
};
