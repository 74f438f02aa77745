import type { Dependencies } from "../dependencies.ts";
import type { Reservation } from "../domain/reservation.ts";
import { type StepInput, takeStep } from "./take-step.ts";

/**
 * Removes the held pieces from stock for good. A hold counts until the expiry loop has expired it;
 * after that its pieces are allocated again if they are still there, since the order is paid.
 */
export const commitReservation = async (
  dependencies: Dependencies,
  input: StepInput,
): Promise<Reservation> => {
  const change = await takeStep(dependencies, input, "commit");
  if (change.changed) dependencies.count(change.before === "held" ? "committed" : "taken-again");
  return change.reservation;
};
