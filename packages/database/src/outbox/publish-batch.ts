import type { CloudEvent } from "@caravan/contracts";
import type { Database } from "../open-database.ts";
import { type ClaimedEvent, claimEvents, deleteEvents, type Lane, putOff } from "./claim.ts";

/** The outcome of one published event. */
export interface PublishOutcome {
  /** The event's id. */
  readonly id: string;
  /** True when the broker has confirmed it. */
  readonly ok: boolean;
  /** Why it failed; stored in the row for the operator. */
  readonly error?: unknown;
}

/** Publishes events in bulk; an event without an outcome counts as failed, a rejection as the failure of all. */
export type Publish = (events: CloudEvent[]) => Promise<readonly PublishOutcome[]>;

/** What one round of the relay needs. */
export interface BatchOptions {
  readonly database: Pick<Database, "transaction">;
  /** CloudEvents `source`, such as `/caravan/order`. */
  readonly source: string;
  readonly publish: Publish;
  /** After this time a publication counts as failed. */
  readonly publishTimeoutSeconds: number;
  /** The longest pause of one event between attempts. */
  readonly longestPauseSeconds: number;
}

/** The result of one round. */
export interface BatchResult {
  readonly claimed: number;
  /** Reasons of the postponed events, by event id. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Publishes; returns the reasons of those that failed, by event id. */
const attempt = async (
  { source, publish, publishTimeoutSeconds }: BatchOptions,
  claimed: ClaimedEvent[],
): Promise<Map<string, string>> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("not confirmed in time")), publishTimeoutSeconds * 1000);
  });
  try {
    const outcomes = await Promise.race([
      publish(claimed.map((event) => cloudEvent(event, source))),
      timeout,
    ]);
    const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
    const failures = new Map<string, string>();
    for (const { id } of claimed) {
      const outcome = byId.get(id);
      if (!outcome?.ok) failures.set(id, outcome ? reasonOf(outcome.error) : "no outcome was reported");
    }
    return failures;
  } catch (error) {
    return new Map(claimed.map((event) => [event.id, reasonOf(error)]));
  } finally {
    clearTimeout(timer);
  }
};

/**
 * One round: claim, publish, delete, commit: four round trips to the database besides the publication, whatever the
 * size. The transaction stays open while publishing, so the claim costs no write and ends with this process.
 */
export const publishBatch = (options: BatchOptions, lane: Lane, limit: number): Promise<BatchResult> =>
  options.database.transaction(
    async (tx) => {
      const claimed = await claimEvents(tx, lane, limit);
      if (claimed.length === 0) return { claimed: 0, failures: new Map() };
      const failures = await attempt(options, claimed);
      const byReason = Map.groupBy(claimed, ({ id }) => failures.get(id));
      for (const [reason, events] of byReason) {
        const positions = events.map(({ position }) => position);
        if (reason === undefined) await deleteEvents(tx, positions);
        else await putOff(tx, events, reason, options.longestPauseSeconds);
      }
      return { claimed: claimed.length, failures };
    },
    { attempts: 1 },
  );

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error ?? "unknown");

const cloudEvent = (event: ClaimedEvent, source: string): CloudEvent => ({
  specversion: "1.0",
  id: event.id,
  source,
  type: event.topic,
  subject: event.aggregateId,
  time: event.createdAt.toISOString(),
  datacontenttype: "application/json",
  ...(event.traceparent === null ? {} : { traceparent: event.traceparent }),
  data: event.data,
});
