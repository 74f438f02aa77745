import type { OrderStatus, SagaStep } from "@caravan/contracts";
import { counter, gauge, histogram } from "@caravan/service-kit";
import type { Outcome } from "./domain/facts.ts";
import type { SagaLag } from "./order-store.ts";

const placed = counter("caravan_orders_placed_total", "Orders placed; replayed replies do not count.");

const moved = counter(
  "caravan_orders_moved_total",
  "Orders by the status they reached after they were placed.",
  ["status"],
);

const refused = counter("caravan_orders_refused_total", "Orders not placed, by the refusal's code.", [
  "code",
]);

const missed = counter(
  "caravan_orders_discount_missed_total",
  "Orders that went on at list price, as promotion did not answer, while price rules counted.",
);

const steps = counter("caravan_saga_step_total", "Steps of sagas, by outcome.", ["step", "outcome"]);
const confirmation = histogram(
  "caravan_order_confirmation_seconds",
  "From placed to confirmed, the shopper's time at the bank included.",
  [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900],
);

export const countPlaced = (): void => placed.inc();

export const countMoved = (status: OrderStatus): void => moved.inc({ status });

export const countRefused = (code: string): void => refused.inc({ code });

export const countDiscountMissed = (): void => missed.inc();

export const countStep = (step: SagaStep, outcome: Outcome["kind"]): void => steps.inc({ step, outcome });

export const countConfirmed = (seconds: number): void => confirmation.observe(Math.max(0, seconds));

const dueOrders = gauge("caravan_saga_due_orders", "Orders whose next step is due.");
const oldestDue = gauge("caravan_saga_oldest_due_seconds", "How long the oldest due step has been waiting.");

const notUnderstood = gauge(
  "caravan_saga_not_understood_orders",
  "Due orders written by a newer version, which this version skips.",
);
const attention = gauge("caravan_orders_attention", "Orders that staff has to look at, by reason.", ["case"]);

export const showSagaLag = (lag: SagaLag): void => {
  notUnderstood.set(lag.notUnderstood);
  attention.reset();
  for (const [name, count] of Object.entries(lag.attention)) attention.set({ case: name }, count);
  dueOrders.set(lag.dueOrders);
  oldestDue.set(lag.oldestDueSeconds);
};
