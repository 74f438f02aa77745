import type { Dependencies } from "../dependencies.ts";
import type { Reservation } from "../domain/reservation.ts";
import { type StepInput, takeStep } from "./take-step.ts";

/** Releases the held pieces. An expired hold ends for good: a later commit is refused. */
export const releaseReservation = async (
  dependencies: Dependencies,
  input: StepInput,
): Promise<Reservation> => {
  const change = await takeStep(dependencies, input, "release");
  if (change.changed && change.before === "held") dependencies.count("released");
  return change.reservation;
};
