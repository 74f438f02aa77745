import type { StatementLine } from "../../domain/reconcile.ts";
import type { Send } from "./http.ts";
import { paymentKey, refundKey } from "./seen.ts";
import { BalanceTransaction, ListOf } from "./shapes.ts";

const pageSize = "100";
const daySeconds = 86_400;

/** A day's balance transactions: Stripe's own account of what it owes us, the newest first. */
export async function* readStatement(send: Send, date: string): AsyncGenerator<StatementLine[]> {
  const from = Date.parse(`${date}T00:00:00.000Z`) / 1000;
  for (let after: string | undefined, more = true; more; ) {
    const page: { data: BalanceTransaction[]; has_more: boolean } = await send(
      "GET",
      "/v1/balance_transactions",
      ListOf(BalanceTransaction),
      {
        form: {
          "created[gte]": String(from),
          "created[lt]": String(from + daySeconds),
          "expand[]": "data.source",
          limit: pageSize,
          ...(after === undefined ? {} : { starting_after: after }),
        },
      },
    );
    yield page.data.flatMap(linesOf);
    after = page.data.at(-1)?.id;
    more = page.has_more && after !== undefined;
  }
}

const linesOf = ({ id, type, amount, fee, created, source }: BalanceTransaction): StatementLine[] => {
  const metadata = typeof source === "string" ? {} : (source?.metadata ?? {});
  const paymentId = metadata[paymentKey] ?? null;
  const at = new Date(created * 1000);
  const fees: StatementLine[] =
    fee === 0 ? [] : [{ type: "fee", reference: `fee ${id}`, paymentId: null, amountCents: fee, at }];
  const other = (kind: StatementLine["type"], amountCents: number, reference = id): StatementLine[] => [
    ...fees,
    { type: kind, reference, paymentId: null, amountCents, at },
  ];
  switch (type) {
    case "charge":
    case "payment":
      return [...fees, { type: "capture", reference: paymentId ?? id, paymentId, amountCents: amount, at }];
    case "refund":
    case "payment_refund": {
      const reference = metadata[refundKey] ?? id;
      return [...fees, { type: "refund", reference, paymentId, amountCents: -amount, at }];
    }
    case "refund_failure": {
      const reference = metadata[refundKey] ?? id;
      return [...fees, { type: "refund-failed", reference, paymentId, amountCents: amount, at }];
    }
    case "payout":
      return other("payout", -amount);
    case "payout_cancel":
    case "payout_failure":
      return other("payout-failed", amount);
    case "stripe_fee":
      return other("fee", -amount);
    default:
      // Disputes, payments that failed after the capture, reserves and any other type: each changes what Stripe owes us.
      return amount === 0 ? fees : other("adjustment", -amount);
  }
};
