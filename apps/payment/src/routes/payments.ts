import type { paymentRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { paymentReply } from "../domain/reply.ts";
import { cancelOrderPayments } from "../use-cases/cancel-order-payments.ts";
import { cancelPayment } from "../use-cases/cancel-payment.ts";
import { capturePayment } from "../use-cases/capture-payment.ts";
import { createPayment } from "../use-cases/create-payment.ts";
import { getPayment } from "../use-cases/get-payment.ts";
import { receiveCallback } from "../use-cases/receive-callback.ts";
import { refundPayment } from "../use-cases/refund-payment.ts";

export const paymentHandlers = (dependencies: Dependencies): Handlers<typeof paymentRoutes> => {
  const receive =
    (from: "bank" | "stripe") =>
    async ({ rawBody, request }: { rawBody: string; request: Request }) => {
      const outcome = await receiveCallback(dependencies, { from, rawBody, headers: request.headers });
      return { received: outcome !== "unknown" };
    };
  return {
    createPayment: async ({ body, idempotencyKey }) =>
      paymentReply(
        await createPayment(dependencies, {
          orderId: body.orderId,
          amountCents: body.amount.amountCents,
          returnUrl: body.returnUrl,
          idempotencyKey,
        }),
      ),
    getPayment: async ({ params }) => paymentReply(await getPayment(dependencies, params.paymentId)),
    capturePayment: async ({ params, idempotencyKey }) =>
      paymentReply(await capturePayment(dependencies, { ...params, idempotencyKey })),
    cancelPayment: async ({ params, idempotencyKey }) =>
      paymentReply(await cancelPayment(dependencies, { ...params, idempotencyKey })),
    cancelOrderPayments: async ({ body, idempotencyKey }) => {
      const cancelled = await cancelOrderPayments(dependencies, { ...body, idempotencyKey });
      return { payments: cancelled.map(paymentReply) };
    },
    refundPayment: async ({ params, body, idempotencyKey }) =>
      paymentReply(
        await refundPayment(dependencies, {
          ...params,
          amountCents: body.amount.amountCents,
          reason: body.reason,
          idempotencyKey,
        }),
      ),
    receiveBankCallback: receive("bank"),
    receiveStripeCallback: receive("stripe"),
  };
};
