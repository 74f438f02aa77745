import {
  formatMoney,
  type OrderInspection,
  type orderStaffRoutes,
  type RouteReply,
} from "@caravan/contracts";
import { table } from "@caravan/terminal";
import { whoColumn } from "./file-text.ts";
import { moment, whenColumn } from "./moment.ts";

type Summary = RouteReply<typeof orderStaffRoutes.searchOrders>["items"][number];
type Saga = Summary["saga"];

/** The remaining steps, the time of the next attempt, and the last error. */
const nextStep = ({ steps, attempts, nextAttemptAt, deadlineAt, lastError }: Saga): string => {
  const [step] = steps;
  if (step === undefined) return deadlineAt === null ? "-" : `until ${moment(deadlineAt)}`;
  const tries = attempts === 0 ? "" : `, tried ${attempts}×${lastError === null ? "" : `: ${lastError}`}`;
  return `${step}${nextAttemptAt === null ? ", waits for staff" : ` at ${moment(nextAttemptAt)}`}${tries}`;
};

/** The table of `orders list`. */
export const ordersTable = (orders: readonly Summary[]): string =>
  table(
    [
      "ORDER",
      { ...whenColumn("PLACED (UTC)"), drop: 3 },
      "STATUS",

      { name: "TOTAL", drop: 2 },
      { name: "REFUNDED", drop: 1 },
      { name: "NEXT STEP", cut: "end", drop: 4 },

      { name: "ATTENTION", cut: "end" },
    ],
    orders.map(({ id, placedAt, status, total, refunded, saga }) => [
      id,
      moment(placedAt),
      status,
      formatMoney(total),
      refunded.amountCents === 0 ? "-" : formatMoney(refunded),
      nextStep(saga),
      saga.attention ?? "-",
    ]),
    [3, 4],
  );

/** All of an order; without name and address, which staff does not need. */
export const orderText = (inspection: OrderInspection): string => {
  const { order, saga } = inspection;
  const facts = Object.entries({
    order: order.id,
    status: order.status,
    shopper: inspection.shopperId,
    placed: moment(order.placedAt),
    total: formatMoney(order.total),
    refunded: formatMoney(order.refunded),
    reservation: inspection.reservationId ?? "-",
    payment: inspection.paymentId ?? "-",
    shipment: order.shipmentId ?? "-",
    "pay by": order.payBy === null ? "-" : moment(order.payBy),
    deadline: saga.deadlineAt === null ? "-" : moment(saga.deadlineAt),
    "to do": saga.steps.length === 0 ? "nothing" : saga.steps.join(", "),
    ...(saga.steps.length === 0 ? {} : { next: nextStep(saga) }),
    ...(saga.attention ? { attention: saga.attention } : {}),
    trace: `./caravan trace ${order.id}`,
  });
  const lines = order.lines.map(({ sku, name, quantity, price, total }) => [
    sku,
    name,
    String(quantity),
    formatMoney(price),
    formatMoney(total),
  ]);
  const timeline = inspection.timeline.map(({ at, what, status, who, why }) => [
    moment(at),
    what,
    status,
    who,
    why ?? "-",
  ]);
  return [
    facts.map(([name, value]) => `${name.padEnd(12)} ${value}`).join("\n"),
    table(["SKU", { name: "NAME", cut: "end" }, "PIECES", "PRICE", "TOTAL"], lines, [2, 3, 4]),
    table(
      [whenColumn(), { name: "WHAT", cut: "end" }, "STATUS", whoColumn, { name: "WHY", cut: "end" }],
      timeline,
    ),
  ].join("\n\n");
};
