import { requireKey } from "@caravan/service-kit";
import type { Change, Dependencies } from "../dependencies.ts";
import { transition } from "../domain/reservation.ts";

/** A step of order that ends a reservation. */
export interface StepInput {
  readonly reservationId: string;
  readonly idempotencyKey: string;
}

/** Takes a step of a reservation. Its id is the key: taking a step twice is the same as once, so nothing else need be remembered. */
export const takeStep = (
  { reservations, now }: Dependencies,
  { reservationId, idempotencyKey }: StepInput,
  step: Parameters<typeof transition>[1],
): Promise<Change> => {
  requireKey(idempotencyKey, reservationId);
  return reservations.change(reservationId, (it) => transition(it, step), now());
};
