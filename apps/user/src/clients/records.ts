import { logisticsRoutes, orderRoutes } from "@caravan/contracts";
import { type Client, createClient, type Sidecar } from "@caravan/dapr";
import type { Records } from "../dependencies.ts";

type OrderClient = Pick<Client<typeof orderRoutes>, "listOrders">;
type LogisticsClient = Pick<Client<typeof logisticsRoutes>, "listShipments">;

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor?: string | undefined;
}

/** As many as the lists give at once. */
const limit = "100";

/** What order and logistics keep about the caller, asked for with the caller's own token: they decide what is whose. */
export const openRecords = (order: OrderClient, logistics: LogisticsClient): Records => ({
  orders: () => everyPage((page) => order.listOrders({ query: { limit, ...page } })),
  shipments: () => everyPage((page) => logistics.listShipments({ query: { limit, ...page } })),
});

/** The same through the mesh. */
export const connectRecords = (sidecar: Pick<Sidecar, "invoke">): Records =>
  openRecords(
    createClient(sidecar, "order", orderRoutes),
    createClient(sidecar, "logistics", logisticsRoutes),
  );

/** Ends with the request's deadline at the latest, which every call keeps. */
const everyPage = async (read: (page: { cursor?: string }) => Promise<Page>): Promise<unknown[]> => {
  const items: unknown[] = [];
  for (let cursor: string | undefined; ; ) {
    const page: Page = await read(cursor === undefined ? {} : { cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === undefined) return items;
  }
};
