import type { logisticsStaffRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { shipmentReply } from "../domain/reply.ts";
import { dispatchShipment } from "../use-cases/dispatch-shipment.ts";
import { listStoppedShipments } from "../use-cases/list-stopped-shipments.ts";
import { printLabel } from "../use-cases/print-label.ts";

/** What staff does with shipments. */
export const staffHandlers = (dependencies: Dependencies): Handlers<typeof logisticsStaffRoutes> => ({
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
