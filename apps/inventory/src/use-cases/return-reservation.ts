import type { Dependencies } from "../dependencies.ts";
import type { Reservation } from "../domain/reservation.ts";
import { type StepInput, takeStep } from "./take-step.ts";

/** Undoes a reservation in any status: sold pieces are on hand again where they came from, held ones are free. */
export const returnReservation = async (
  dependencies: Dependencies,
  input: StepInput,
): Promise<Reservation> => {
  const change = await takeStep(dependencies, input, "return");
  if (change.changed && change.before === "committed") dependencies.count("returned");
  if (change.changed && change.before === "held") dependencies.count("released");
  return change.reservation;
};
