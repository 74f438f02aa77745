import { secondsAfter } from "@caravan/contracts";
import { workOff } from "@caravan/database";
import { continueOrder } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import { hasArrived, parcelState } from "../domain/parcel.ts";
import { heardNothing } from "../domain/patience.ts";
import type { Shipment } from "../domain/shipment.ts";
import { stationsOf } from "../domain/status.ts";
import { hear } from "../domain/steps.ts";
import { askBatch, leaseSeconds, parcelsAtOnce, withFailure } from "./parcel-by-parcel.ts";

/** Most shipments polled at the same time: fewer than are handed over, since a poll is less urgent. */
const batchSize = 8;
const mostBatches = 20;

/** Polls the carrier about shipments without news for too long: callbacks get lost. */
export const pollDue = (dependencies: Dependencies): Promise<void> => {
  const { shipments, now, log } = dependencies;
  return workOff({
    ...{ batchSize, mostBatches },
    claim: (limit) => shipments.claimDue("poll", now(), secondsAfter(now(), leaseSeconds), limit),
    work: (shipment) => continueOrder("poll carrier", shipment, () => pollOne(dependencies, shipment)),
    onFault: (error, { id }) => log.warn({ err: error, shipment: id }, "the carrier is polled later"),
  });
};

/** Polls parcels under way, batch by batch; recording each batch renews the lease. */
const pollOne = async (dependencies: Dependencies, { id, parcels, tracking }: Shipment): Promise<void> => {
  const { shipments, carrier, now, timing } = dependencies;
  let left = parcels.flatMap(({ reference, parcelId }) =>
    parcelId === null || hasEnded(tracking, reference) ? [] : [{ reference, parcelId }],
  );
  let heard = false;
  do {
    const batch = await askBatch(left, async ({ reference, parcelId }) =>
      (await carrier.look(parcelId)).map((station) => ({ reference, station })),
    );
    left = left.slice(parcelsAtOnce);
    const isLast = left.length === 0 || batch.failure !== undefined;
    await shipments.change(id, (current) => {
      const step = { now: now(), timing };
      const outcome = hear({ ...current, failures: 0 }, batch.answers.flat(), step);
      heard ||= outcome.shipment.tracking.length > current.tracking.length;
      const next = isLast && !heard ? heardNothing(outcome.shipment, step) : outcome;
      return withFailure(
        dependencies,
        { ...outcome, shipment: isLast ? next.shipment : leased(outcome.shipment, step.now) },
        current.failures,
        batch.failure,
      );
    });
    if (batch.failure !== undefined) throw batch.failure;
  } while (left.length > 0);
};

const hasEnded = (tracking: Shipment["tracking"], reference: string): boolean =>
  hasArrived(parcelState(stationsOf(tracking, reference)));

/** Keeps other replicas from polling meanwhile. */
const leased = (shipment: Shipment, now: Date): Shipment =>
  shipment.due?.work === "poll"
    ? { ...shipment, due: { work: "poll", at: secondsAfter(now, leaseSeconds) } }
    : shipment;
