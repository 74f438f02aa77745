import { shipmentDispatched } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

export const onShipmentDispatched = (dependencies: Dependencies) =>
  onEvent(shipmentDispatched, ({ orderId, shipmentId }, { id }) =>
    learnFact(
      dependencies,
      orderId,
      { kind: "shipment-dispatched", shipmentId },
      { consumer: "on-shipment-dispatched", eventId: id },
    ),
  );
