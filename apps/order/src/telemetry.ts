import type { OutboxLag } from "@caravan/database";
import { counter, gauge } from "@caravan/service-kit";

export const ordersPlaced = counter(
  "caravan_orders_placed_total",
  "Orders placed; replayed replies do not count.",
);

export const ordersRefused = counter(
  "caravan_orders_refused_total",
  "Orders not placed, by the refusal's code.",
  ["code"],
);

const pending = gauge("caravan_outbox_pending_events", "Events written but not yet published.");
const oldest = gauge("caravan_outbox_oldest_seconds", "Age of the oldest event not yet published.");

export const showLag = ({ count, oldestSeconds }: OutboxLag): void => {
  pending.set(count);
  oldest.set(oldestSeconds);
};
