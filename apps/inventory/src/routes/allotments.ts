import type { inventoryAllotmentRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { allotmentReply } from "../domain/allotment.ts";
import { closeAllotment } from "../use-cases/close-allotment.ts";
import { findSaleAllotment, getAllotment } from "../use-cases/get-allotment.ts";
import { openAllotment } from "../use-cases/open-allotment.ts";

export const allotmentHandlers = (dependencies: Dependencies): Handlers<typeof inventoryAllotmentRoutes> => ({
  openAllotment: async ({ body, idempotencyKey }) =>
    allotmentReply(await openAllotment(dependencies, { ...body, idempotencyKey })),
  getAllotment: async ({ params }) => allotmentReply(await getAllotment(dependencies, params)),
  findSaleAllotment: async ({ params }) =>
    allotmentReply(await findSaleAllotment(dependencies, params.saleId)),
  closeAllotment: async ({ params, idempotencyKey }) =>
    allotmentReply(await closeAllotment(dependencies, { ...params, idempotencyKey })),
});
