import { shipmentDelivered } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

export const onShipmentDelivered = (dependencies: Dependencies) =>
  onEvent(shipmentDelivered, ({ orderId, shipmentId }, { id }) =>
    learnFact(
      dependencies,
      orderId,
      { kind: "shipment-delivered", shipmentId },
      { consumer: "on-shipment-delivered", eventId: id },
    ),
  );
