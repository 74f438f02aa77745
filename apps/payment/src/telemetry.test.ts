import { metrics } from "@caravan/service-kit";
import { expect, it } from "vitest";
import { requestCancel } from "./domain/commands.ts";
import { concludeRefund } from "./domain/refunds.ts";
import { countChange, observing } from "./telemetry.ts";
import { make, moment, see } from "./testing/store-fixture.ts";

it("counts each status once, and each refund by its reason", async () => {
  const payment = make();
  countChange(undefined, { payment });
  const captured = see(payment, "captured")(payment);
  countChange(payment, captured);
  countChange(captured.payment, see(payment, "captured")(captured.payment));
  const cancelling = requestCancel(captured.payment, moment);
  countChange(captured.payment, cancelling);
  const id = cancelling.payment.refunds[0]?.id ?? "";
  countChange(cancelling.payment, concludeRefund(cancelling.payment, id, "succeeded", moment));
  const observer = observing({ warn: () => {} });
  observer.callback("seen");
  observer.differences(2);
  const text = await metrics.metrics();
  for (const line of [
    'caravan_payments_total{status="requires-confirmation"} 1',
    'caravan_payments_total{status="captured"} 1',
    'caravan_payments_total{status="cancelled"} 1',
    'caravan_refunds_total{reason="cancelled"} 1',
    'caravan_payment_callbacks_total{result="seen"} 1',
    "caravan_captured_euros_total 5",
    "caravan_refunded_euros_total 5",
    "caravan_reconciliation_differences 2",
  ])
    expect(text).toContain(line);
});
