import type { logisticsRoutes, Shipment } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Logistics } from "../dependencies.ts";
import { outcomeOf } from "./outcome.ts";

type LogisticsClient = Pick<
  Client<typeof logisticsRoutes>,
  "createShipment" | "cancelShipment" | "createReturn"
>;

const timeoutSeconds = 5;
/** Longer than usual: logistics calls the carrier. */
const returnSeconds = 10;

/** Logistics, called through the mesh. The order's id is the key of its shipment, the shipment's id the key of all later commands. */
export const openLogistics = (client: LogisticsClient): Logistics => {
  const call = (shipmentId: string) => ({
    params: { shipmentId },
    idempotencyKey: shipmentId,
    timeoutSeconds,
  });
  return {
    ship: ({ id: orderId, shopperId, lines }, deliverTo) =>
      outcomeOf(async () => {
        const wanted = lines.map(({ sku, quantity }) => ({ sku, quantity }));
        const body = { orderId, shopperId, deliverTo, lines: wanted };
        return learnedOf(await client.createShipment({ body, idempotencyKey: orderId, timeoutSeconds }));
      }),
    cancel: (id) =>
      outcomeOf(async () => {
        const shipment = await client.cancelShipment(call(id));
        return shipment.status === "cancelled" ? learnedOf(shipment) : "logistics has not cancelled it";
      }, ["shipment-dispatched"]),
    fetchBack: (id) =>
      outcomeOf(
        async () => learnedOf(await client.createReturn({ ...call(id), timeoutSeconds: returnSeconds })),
        ["shipment-not-delivered", "address-erased"],
      ),
  };
};

const learnedOf = ({ id, status }: Shipment) => ({ shipmentId: id, shipmentStatus: status });
