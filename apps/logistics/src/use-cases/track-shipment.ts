import type { Dependencies } from "../dependencies.ts";
import { eventStream } from "../tracking/event-stream.ts";
import { getShipment } from "./get-shipment.ts";

/** The updates of the shopper's own shipment, from the event after `lastNumber` on, as server-sent events. */
export const trackShipment = async (
  dependencies: Dependencies,
  input: { shopperId: string; shipmentId: string; lastNumber: number },
): Promise<ReadableStream<Uint8Array>> => {
  const shipment = await getShipment(dependencies, input);
  return eventStream(shipment, input.lastNumber, dependencies.tracking);
};
