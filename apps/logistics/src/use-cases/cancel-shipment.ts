import type { Dependencies } from "../dependencies.ts";
import type { Shipment } from "../domain/shipment.ts";
import { cancel } from "../domain/steps.ts";
import { changeShipment, type StepInput } from "./change-shipment.ts";

/** Cancels a shipment, if its handover has not begun: its lock decides. */
export const cancelShipment = (dependencies: Dependencies, input: StepInput): Promise<Shipment> =>
  changeShipment(dependencies, input, cancel);
