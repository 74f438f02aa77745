import type { inventoryRoutes, inventoryStaffRoutes } from "@caravan/contracts";
import { type Handlers, storedAnswer } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { correctCount } from "../use-cases/correct-count.ts";
import { listMovements } from "../use-cases/list-movements.ts";
import { listStock } from "../use-cases/list-stock.ts";
import { listWarehouseStock } from "../use-cases/list-warehouse-stock.ts";
import { restock } from "../use-cases/restock.ts";

export const listStockHandler =
  (dependencies: Dependencies): Handlers<typeof inventoryRoutes>["listStock"] =>
  ({ query }) =>
    listStock(dependencies, query);

export const stockStaffHandlers = (dependencies: Dependencies): Handlers<typeof inventoryStaffRoutes> => ({
  listWarehouseStock: ({ params }) => listWarehouseStock(dependencies, params),
  restock: async ({ params, body, staffId, idempotencyKey }) =>
    storedAnswer(await restock(dependencies, { ...params, ...body, actor: staffId, idempotencyKey })),
  correctCount: async ({ params, body, staffId, idempotencyKey }) =>
    storedAnswer(await correctCount(dependencies, { ...params, ...body, actor: staffId, idempotencyKey })),
  listMovements: ({ params, query }) => listMovements(dependencies, { ...params, ...query }),
});
