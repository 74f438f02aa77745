import type { Dependencies } from "../dependencies.ts";
import { parcelState } from "../domain/parcel.ts";
import { after, type Shipment } from "../domain/shipment.ts";
import { stationsOf } from "../domain/status.ts";
import { hear, putOff } from "../domain/steps.ts";
import { leaseSeconds } from "./hand-over.ts";

/** Shipments asked for at the same time: fewer than are handed over, since nobody waits for it. */
const batchSize = 8;
const mostBatches = 20;

/** Asks the carrier about shipments without news for too long: callbacks get lost. */
export const pollDue = async (dependencies: Dependencies): Promise<void> => {
  const { shipments, now, log } = dependencies;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const start = now();
    const claimed = await shipments.claimDue("poll", start, after(start, leaseSeconds), batchSize);
    await Promise.all(
      claimed.map((shipment) =>
        pollOne(dependencies, shipment).catch((error: unknown) =>
          log.warn({ err: error, shipment: shipment.id }, "the carrier is asked for news later"),
        ),
      ),
    );
    if (claimed.length < batchSize) return;
  }
};

const pollOne = async (
  { shipments, carrier, now, timing }: Dependencies,
  shipment: Shipment,
): Promise<void> => {
  const news: Parameters<typeof hear>[1][number][] = [];
  let failure: unknown;
  for (const { reference, parcelId } of shipment.parcels) {
    const state = parcelState(stationsOf(shipment.tracking, reference));
    if (parcelId === null || state === "delivered" || state === "returned") continue;
    try {
      for (const station of await carrier.look(parcelId)) news.push({ reference, station });
    } catch (error) {
      failure = error;
      break;
    }
  }
  await shipments.change(shipment.id, (current) => {
    const step = { now: now(), timing };
    const outcome = hear({ ...current, failures: 0 }, news, step);
    return failure === undefined
      ? outcome
      : { ...outcome, shipment: putOff({ ...outcome.shipment, failures: current.failures }, step).shipment };
  });
  if (failure !== undefined) throw failure;
};
