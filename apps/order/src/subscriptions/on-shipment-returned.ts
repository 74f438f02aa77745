import { shipmentReturned } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

export const onShipmentReturned = (dependencies: Dependencies) =>
  onEvent(shipmentReturned, ({ orderId, shipmentId, reason }, { id }) =>
    learnFact(
      dependencies,
      orderId,
      { kind: "shipment-returned", shipmentId, why: reason },
      { consumer: "on-shipment-returned", eventId: id },
    ),
  );
