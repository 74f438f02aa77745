import type { CloudEvent } from "@caravan/contracts";

// daprd stops at 4 MiB per request; an event is a few hundred bytes.
const maximumBatchBytes = 1024 * 1024;
const maximumBatchEvents = 200;

/**
 * Splits events into waves of which each holds at most one event per subject, in order. daprd publishes the entries of a
 * bulk request concurrently (`default_bulkpub.go`), so two events of one aggregate must be sent one after the other.
 */
export const intoWaves = (events: readonly CloudEvent[]): CloudEvent[][] => {
  const waves: CloudEvent[][] = [];
  const seen = new Map<string, number>();
  for (const event of events) {
    const place = event.subject === undefined ? 0 : (seen.get(event.subject) ?? 0);
    if (event.subject !== undefined) seen.set(event.subject, place + 1);
    const wave = waves[place] ?? [];
    wave.push(event);
    waves[place] = wave;
  }
  return waves;
};

/** Splits a wave so that no request comes near daprd's limit; an event that is too large alone fails alone. */
export const intoBatches = (events: readonly CloudEvent[]): CloudEvent[][] => {
  const batches: CloudEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    const current = batches.at(-1);
    if (!current || bytes + size > maximumBatchBytes || current.length >= maximumBatchEvents) {
      batches.push([event]);
      bytes = size;
    } else {
      current.push(event);
      bytes += size;
    }
  }
  return batches;
};
