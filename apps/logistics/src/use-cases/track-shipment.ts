import type { EventStream } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { getShipment } from "./get-shipment.ts";

/** The updates of the shopper's own shipment, from the event after `lastNumber` on, as server-sent events. */
export const trackShipment = async (
  dependencies: Dependencies,
  input: { shopperId: string; shipmentId: string; lastNumber: number },
): Promise<EventStream> =>
  dependencies.tracking.follow(await getShipment(dependencies, input), input.lastNumber);
