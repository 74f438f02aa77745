import { setImmediate as turn } from "node:timers/promises";
import type { CloudEvent } from "@caravan/contracts";
import type { PublishOutcome } from "../outbox/publish-batch.ts";

/** A broker that records what was published and fails on command. */
export class RecordingBroker {
  /** Every publication, confirmed or not, in the order it was asked for. */
  readonly attempted: CloudEvent[] = [];
  /** Confirmed publications in the order of their confirmation; a redelivery appears again. */
  readonly confirmed: CloudEvent[] = [];
  readonly batches: number[] = [];
  readonly #fails: (event: CloudEvent) => boolean;

  constructor(fails: (event: CloudEvent) => boolean = () => false) {
    this.#fails = fails;
  }

  readonly publish = async (events: CloudEvent[]): Promise<PublishOutcome[]> => {
    this.batches.push(events.length);
    this.attempted.push(...events);
    await turn();
    return events.map((event) => {
      if (this.#fails(event)) return { id: event.id, ok: false, error: new Error("the broker refused it") };
      this.confirmed.push(event);
      return { id: event.id, ok: true };
    });
  };

  /** Ids confirmed, each once. */
  get ids(): Set<string> {
    return new Set(this.confirmed.map(({ id }) => id));
  }
}
