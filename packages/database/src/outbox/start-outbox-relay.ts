import { backoffSeconds } from "@caravan/contracts";
import type { Database } from "../open-database.ts";
import type { Lane } from "./claim.ts";
import { lagCountLimit, type OutboxLag, outboxLag } from "./lag.ts";
import { Pause } from "./pause.ts";
import { type Publish, publishBatch } from "./publish-batch.ts";
import { mostPendingEvents, noteRoom, pendingSpan } from "./room.ts";
import { onWake } from "./wake.ts";

/** How the relay works; only the first three must be given. */
export interface OutboxRelayOptions {
  readonly database: Database;
  /** CloudEvents `source`, such as `/caravan/order`. */
  readonly source: string;
  readonly publish: Publish;
  /** Events in one publication at most; default 100. */
  readonly batchSize?: number;
  /** Pause after a round that found events, so that the next ones gather into a batch; default 0.025. */
  readonly paceSeconds?: number;
  /** How often it polls without being woken; default 0.5. */
  readonly idleSeconds?: number;
  /** After this time a publication counts as failed; default 5. The relay's transaction stands idle meanwhile. */
  readonly publishTimeoutSeconds?: number;
  /** The longest pause of an event that keeps failing; default 30. */
  readonly longestPauseSeconds?: number;
  /** Called every `lagSeconds` (default 5) with how far publication is behind, for a gauge. */
  readonly onLag?: (lag: OutboxLag) => void;
  readonly lagSeconds?: number;
  /** With so many events waiting, changes that append more are refused; default 500,000. */
  readonly mostPending?: number;
  /** Where failures are logged; pino fits. */
  readonly log?: { warn(fields: object, message: string): void };
}

/** A running relay. */
export interface OutboxRelay {
  /** Ends after the round under way. */
  stop(): Promise<void>;
  /** Looks for events now. A commit with `appendOutbox` in this process wakes it. */
  wake(): void;
}

/** The longest pause of a lane when no publication succeeds: broker, sidecar or database are down. */
const longestOutageSeconds = 2;

/**
 * Publishes the outbox until it is stopped: at least once, in order per aggregate, with any number of replicas.
 * An event that fails is postponed, its own aggregate waits behind it, and it is retried apart from the events that
 * never failed. While no publication succeeds the relay itself backs off.
 *
 * @example
 * const relay = startOutboxRelay({ database, source: "/caravan/order", publish: (events) => sidecar.publish(events) });
 */
export const startOutboxRelay = (options: OutboxRelayOptions): OutboxRelay => {
  const fresh = startLane(options, "fresh");
  const retry = startLane(options, "retry");
  const stopWaking = onWake(fresh.wake);
  const { onLag = () => {}, mostPending = mostPendingEvents, database } = options;
  const self = {};
  const measure = async (): Promise<void> => {
    const lag = await outboxLag(database);
    onLag(lag);
    // Counted up to the limit, then estimated: one event that waits long spans many that are gone.
    const many = lag.count >= Math.min(mostPending, lagCountLimit);
    noteRoom(self, !many || (await pendingSpan(database)) < mostPending);
  };
  const lagTimer = setInterval(() => void measure().catch(() => undefined), (options.lagSeconds ?? 5) * 1000);
  return {
    wake: fresh.wake,
    async stop() {
      stopWaking();
      clearInterval(lagTimer);
      noteRoom(self, true);
      await Promise.all([fresh.stop(), retry.stop()]);
    },
  };
};

const startLane = (options: OutboxRelayOptions, lane: Lane): OutboxRelay => {
  const { batchSize = 100, paceSeconds = 0.025, idleSeconds = 0.5, log } = options;
  const batch = { publishTimeoutSeconds: 5, longestPauseSeconds: 30, ...options };
  const idle = new Pause();
  const pace = new Pause();
  let stopped = false;
  let limit = batchSize;
  let outages = 0;

  const outage = async (): Promise<void> => {
    outages += 1;
    await pace.wait(backoffSeconds(outages, 0.1, longestOutageSeconds));
  };

  const round = async (): Promise<void> => {
    const { claimed, failures } = await publishBatch(batch, lane, limit);
    for (const [id, reason] of failures) {
      log?.warn({ id, reason }, "an event could not be published; it will be tried again");
    }
    if (claimed > 0 && failures.size === claimed) {
      // One event may have made the whole publication fail: retries are halved until it stands alone. Fresh events
      // are not halved, they have just become retries.
      if (lane === "fresh" || claimed === 1) return outage();
      limit = Math.ceil(claimed / 2);
      return pace.wait(paceSeconds);
    }
    outages = 0;
    const full = claimed === limit;
    limit = Math.min(batchSize, limit * 2);
    // The first event after a quiet time goes out at once, the next ones are batched; a full batch has more behind it.
    if (claimed === 0) await idle.wait(idleSeconds);
    else if (!full) await pace.wait(paceSeconds);
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await round();
      } catch (error) {
        log?.warn({ err: error }, "the outbox cannot be read or updated; it will be tried again");
        await outage();
      }
    }
  };

  const finished = run();
  return {
    wake: () => idle.wake(),
    async stop() {
      stopped = true;
      idle.wake();
      pace.wake();
      await finished;
    },
  };
};
