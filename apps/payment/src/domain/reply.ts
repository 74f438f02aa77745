import { euros, type Payment as PaymentReply } from "@caravan/contracts";
import { lostCents } from "./give-back.ts";
import { type Payment, pendingCents, type Refund, waitsForShopper } from "./payment.ts";

/** The payment in replies. */
export const paymentReply = (payment: Payment): PaymentReply => ({
  id: payment.id,
  orderId: payment.orderId,
  status: payment.status,
  amount: euros(payment.amountCents),
  captured: euros(payment.capturedCents),
  refunded: euros(payment.refundedCents),
  onItsWayBack: euros(pendingCents(payment)),
  refundFailed: euros(failedCents(payment)),
  refundLost: euros(lostCents(payment)),
  confirmationUrl: waitsForShopper(payment) ? payment.confirmationUrl : null,
  declineReason: payment.declineReason,
});

const failedCents = ({ refunds }: Payment): number =>
  refunds.filter(isFailed).reduce((sum, { amountCents }) => sum + amountCents, 0);

const isFailed = ({ status }: Refund): boolean => status === "failed";
