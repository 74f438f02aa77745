import type { logisticsRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { shipmentReply } from "../domain/reply.ts";
import { cancelShipment } from "../use-cases/cancel-shipment.ts";
import { createReturn } from "../use-cases/create-return.ts";
import { createShipment } from "../use-cases/create-shipment.ts";
import { getShipment } from "../use-cases/get-shipment.ts";
import { listShipments } from "../use-cases/list-shipments.ts";
import { receiveCallback } from "../use-cases/receive-callback.ts";
import { trackShipment } from "../use-cases/track-shipment.ts";

/** What order asks for, what shoppers see, and what the carrier tells us. */
export const shipmentHandlers = (dependencies: Dependencies): Handlers<typeof logisticsRoutes> => ({
  receiveCarrierCallback: async ({ rawBody, request }) => ({
    received: await receiveCallback(dependencies, {
      rawBody,
      signature: request.headers.get("carrier-signature"),
    }),
  }),
  createShipment: async ({ body, idempotencyKey }) =>
    shipmentReply(await createShipment(dependencies, { ...body, idempotencyKey })),
  cancelShipment: async ({ params, idempotencyKey }) =>
    shipmentReply(await cancelShipment(dependencies, { ...params, idempotencyKey })),
  createReturn: async ({ params, idempotencyKey }) =>
    shipmentReply(await createReturn(dependencies, { ...params, idempotencyKey })),
  listShipments: ({ query, shopperId }) =>
    listShipments(dependencies, {
      shopperId,
      orderId: query.orderId,
      cursor: query.cursor,
      limit: query.limit,
    }),
  getShipment: async ({ params, shopperId }) =>
    shipmentReply(await getShipment(dependencies, { ...params, shopperId })),
  trackShipment: ({ params, query, shopperId, request }) => {
    const lastNumber = lastEventNumber(request.headers.get("last-event-id") ?? query.lastEventId);
    return trackShipment(dependencies, { ...params, shopperId, lastNumber });
  },
});

/** A browser sends the id it got; any other value means "from the beginning". */
const lastEventNumber = (id: string | undefined): number =>
  id !== undefined && /^[0-9]{1,9}$/.test(id) ? Number(id) : 0;
