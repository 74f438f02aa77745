import { logisticsRoutes, orderRoutes } from "@caravan/contracts";
import { type Client, createClient, type Sidecar } from "@caravan/dapr";
import type { Records } from "../dependencies.ts";

type OrderClient = Pick<Client<typeof orderRoutes>, "listOrders">;
type LogisticsClient = Pick<Client<typeof logisticsRoutes>, "listShipments">;

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor?: string | undefined;
}

/** The largest page of the lists. */
const limit = "100";

/** The caller's records at order and logistics, read with the caller's own token, so that those services check the ownership. */
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

/** Bounded by the request's deadline, which every call observes. */
const everyPage = async (read: (page: { cursor?: string }) => Promise<Page>): Promise<unknown[]> => {
  const items: unknown[] = [];
  for (let cursor: string | undefined; ; ) {
    const page: Page = await read(cursor === undefined ? {} : { cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === undefined) return items;
  }
};
