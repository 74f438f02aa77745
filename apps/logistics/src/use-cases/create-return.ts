import type { Dependencies } from "../dependencies.ts";
import type { Shipment } from "../domain/shipment.ts";
import { requestReturn } from "../domain/steps.ts";
import { changeShipment, type StepInput } from "./change-shipment.ts";

/** Records the return of a shipment; the dispatcher announces its return parcels to the carrier until it has them. */
export const createReturn = (dependencies: Dependencies, input: StepInput): Promise<Shipment> =>
  changeShipment(dependencies, input, requestReturn);
