import type { paymentStaffRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { paymentReply } from "../domain/reply.ts";
import { getReconciliation } from "../use-cases/get-reconciliation.ts";
import { getTrialBalance } from "../use-cases/get-trial-balance.ts";
import { listMovements } from "../use-cases/list-movements.ts";
import { listTroubled } from "../use-cases/list-troubled.ts";
import { reconcileDay } from "../use-cases/reconcile-day.ts";
import { retryPayment } from "../use-cases/retry-payment.ts";

export const staffHandlers = (dependencies: Dependencies): Handlers<typeof paymentStaffRoutes> => ({
  findPayments: async ({ query }) => ({
    items: (await dependencies.payments.findByOrder(query.orderId)).map(paymentReply),
  }),
  listTroubledPayments: ({ query }) =>
    listTroubled(dependencies, { kind: query.kind, cursor: query.cursor, limit: query.limit }),
  retryPayment: async ({ params, idempotencyKey }) =>
    paymentReply(await retryPayment(dependencies, { ...params, idempotencyKey })),
  getTrialBalance: () => getTrialBalance(dependencies),
  listBookMovements: ({ query }) =>
    listMovements(dependencies, { paymentId: query.paymentId, cursor: query.cursor, limit: query.limit }),
  reconcile: ({ params }) => reconcileDay(dependencies, params.date),
  getReconciliation: ({ params }) => getReconciliation(dependencies, params.date),
});
