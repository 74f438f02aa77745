import type { logisticsRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { shipmentReply } from "../domain/reply.ts";
import { dispatchShipment } from "../use-cases/dispatch-shipment.ts";
import { listStoppedShipments } from "../use-cases/list-stopped-shipments.ts";
import { printLabel } from "../use-cases/print-label.ts";
import { receiveCallback } from "../use-cases/receive-callback.ts";

type DepotHandlers = Pick<
  Handlers<typeof logisticsRoutes>,
  "receiveCarrierCallback" | "dispatchShipment" | "listStoppedShipments" | "printLabel"
>;

/** What the carrier tells us, and what staff does. */
export const depotHandlers = (dependencies: Dependencies): DepotHandlers => ({
  receiveCarrierCallback: async ({ rawBody, request }) => ({
    received: await receiveCallback(dependencies, {
      rawBody,
      signature: request.headers.get("carrier-signature"),
    }),
  }),
  dispatchShipment: async ({ params }) => shipmentReply(await dispatchShipment(dependencies, params)),
  listStoppedShipments: ({ query }) => listStoppedShipments(dependencies, query),
  printLabel: async ({ params }) =>
    new Response(Buffer.from(await printLabel(dependencies, params)), {
      headers: {
        "content-type": "application/pdf",
        "cache-control": "no-store",
        "content-disposition": `inline; filename="label-${params.shipmentId}-${params.packageNumber}.pdf"`,
      },
    }),
});
