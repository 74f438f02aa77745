import { formatMoney, type Payment, type TroubledPayment } from "@caravan/contracts";
import { table } from "@caravan/terminal";
import { moment, whenColumn } from "./moment.ts";

/** The table of `payments troubled`. */
export const troubledTable = (payments: readonly TroubledPayment[]): string =>
  table(
    [
      "PAYMENT",
      { name: "ORDER", cut: "start", least: 9, drop: 5 },
      { ...whenColumn("SINCE (UTC)"), drop: 3 },
      "TROUBLE",
      { name: "STATUS", drop: 1 },
      "AMOUNT",

      { name: "ASKED", drop: 2 },
      { ...whenColumn("NEXT (UTC)"), drop: 4 },
      { name: "WHY", cut: "end" },
    ],
    payments.map(({ payment, kind, reason, since, attempts, dueAt }) => [
      payment.id,
      payment.orderId,
      moment(since),
      kind,
      payment.status,
      formatMoney(payment.amount),
      `${attempts}×`,
      dueAt === null ? "never" : moment(dueAt),
      reason,
    ]),
    [5, 6],
  );

/** The state of a payment. */
export const paymentText = (payment: Payment): string => {
  const { onItsWayBack, refundLost } = payment;
  const facts = {
    payment: payment.id,
    order: payment.orderId,
    status: payment.status,
    amount: formatMoney(payment.amount),
    captured: formatMoney(payment.captured),
    refunded: formatMoney(payment.refunded),
    ...(onItsWayBack?.amountCents
      ? { "on its way": `${formatMoney(onItsWayBack)} back to the shopper` }
      : {}),
    ...(refundLost?.amountCents
      ? { "not back": `${formatMoney(refundLost)}: the refund was refused or failed` }
      : {}),
  };
  return Object.entries(facts)
    .map(([name, value]) => `${name.padEnd(12)} ${value}`)
    .join("\n");
};
