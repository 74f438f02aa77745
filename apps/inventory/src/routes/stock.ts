import type { inventoryRoutes } from "@caravan/contracts";
import { Answer, type Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { listMovements } from "../use-cases/list-movements.ts";
import { listStock } from "../use-cases/list-stock.ts";
import { restock } from "../use-cases/restock.ts";

type StockHandlers = Pick<Handlers<typeof inventoryRoutes>, "listStock" | "restock" | "listMovements">;

export const stockHandlers = (dependencies: Dependencies): StockHandlers => ({
  listStock: ({ query }) => listStock(dependencies, query),
  restock: async ({ params, body, idempotencyKey }) => {
    const reply = await restock(dependencies, { ...params, ...body, idempotencyKey });
    return reply.replayed
      ? new Answer(reply.status, reply.body, { "idempotency-replayed": "true" })
      : reply.body;
  },
  listMovements: ({ params, query }) =>
    listMovements(dependencies, { sku: params.sku, cursor: query.cursor, limit: query.limit }),
});
