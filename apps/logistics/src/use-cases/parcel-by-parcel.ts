import type { Dependencies } from "../dependencies.ts";
import { putOff, stop } from "../domain/patience.ts";
import { CarrierRefusal } from "../domain/refusals.ts";
import type { Outcome } from "../domain/settle.ts";

/** Longer than a batch of parcels takes; then another replica continues. Renewed with each batch. */
export const leaseSeconds = 60;

/** Parcels of one batch: the calls to the carrier run at the same time, then the answers are recorded. */
export const parcelsAtOnce = 8;

/** The result of a batch: the answers, and the first failure. */
export interface Batch<R> {
  readonly answers: readonly R[];
  readonly failure: unknown;
}

/** Calls the carrier for the first of these parcels, all at the same time. */
export const askBatch = async <T, R>(
  parcels: readonly T[],
  ask: (parcel: T) => Promise<R>,
): Promise<Batch<R>> => {
  const results = await Promise.allSettled(parcels.slice(0, parcelsAtOnce).map(ask));
  return {
    answers: results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    // A clear refusal counts before an unclear answer: it is final.
    failure: results
      .flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []))
      .sort((a, b) => Number(b instanceof CarrierRefusal) - Number(a instanceof CarrierRefusal))[0],
  };
};

/** How a batch is recorded, and how its failure affects the rest: a later attempt, or a stop. */
export const withFailure = (
  { now, pauseSeconds }: Pick<Dependencies, "now" | "pauseSeconds">,
  outcome: Outcome,
  failures: number,
  failure: unknown,
): Outcome => {
  if (failure === undefined) return outcome;
  const shipment = { ...outcome.shipment, failures };
  const next =
    failure instanceof CarrierRefusal
      ? stop(shipment, failure.why)
      : putOff(shipment, { now: now(), pauseSeconds });
  return { ...outcome, shipment: next.shipment };
};
