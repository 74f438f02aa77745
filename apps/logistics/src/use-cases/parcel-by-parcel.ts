import type { Dependencies } from "../dependencies.ts";
import { putOff, stop } from "../domain/patience.ts";
import { CarrierRefusal } from "../domain/refusals.ts";
import type { Outcome } from "../domain/settle.ts";

/** Longer than some parcels of a shipment take; then another replica goes on. Renewed with each batch. */
export const leaseSeconds = 60;

/** Parcels of one shipment that the carrier is asked about at the same time, and whose answers are then written down. */
export const parcelsAtOnce = 8;

/** What came of a batch: the answers there were, and the first failure among the others. */
export interface Batch<R> {
  readonly answers: readonly R[];
  readonly failure: unknown;
}

/** Asks about the first of these parcels, all at the same time. */
export const askBatch = async <T, R>(
  parcels: readonly T[],
  ask: (parcel: T) => Promise<R>,
): Promise<Batch<R>> => {
  const results = await Promise.allSettled(parcels.slice(0, parcelsAtOnce).map(ask));
  return {
    answers: results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    // A clear no counts before an unclear answer: it stays true.
    failure: results
      .flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []))
      .sort((a, b) => Number(b instanceof CarrierRefusal) - Number(a instanceof CarrierRefusal))[0],
  };
};

/** What is kept of a batch, and what its failure means for the rest: later, or not without staff. */
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
