import type { Database } from "../open-database.ts";
import { backoffSeconds } from "./backoff.ts";
import { type OutboxLag, outboxLag } from "./lag.ts";
import { Pause } from "./pause.ts";
import { type BatchResult, type Publish, publishBatch } from "./publish-batch.ts";
import { onWake } from "./wake.ts";

/** How the relay works; only the first three must be given. */
export interface OutboxRelayOptions {
  readonly database: Database;
  /** CloudEvents `source`, such as `/caravan/order`. */
  readonly source: string;
  readonly publish: Publish;
  /** Events in one publication at most; 100 unless told. */
  readonly batchSize?: number;
  /** Pause after a round that found events, so that the next ones gather into a batch; 0.025 unless told. */
  readonly paceSeconds?: number;
  /** How often it looks without being woken, at first; after finding nothing up to four times as long. 0.5 unless told. */
  readonly idleSeconds?: number;
  /** After this time a publication counts as failed; 10 unless told. */
  readonly publishTimeoutSeconds?: number;
  /** The longest pause of an event that keeps failing; 60 unless told. */
  readonly longestPauseSeconds?: number;
  /** Told every `lagSeconds` (5 unless told) how far publication is behind, for a gauge. */
  readonly onLag?: (lag: OutboxLag) => void;
  readonly lagSeconds?: number;
  /** Where failures are told; pino fits. */
  readonly log?: { warn(fields: object, message: string): void };
}

/** A running relay. */
export interface OutboxRelay {
  /** Ends after the round under way. */
  stop(): Promise<void>;
  /** Looks for events now. A commit with `appendOutbox` in this process does it by itself. */
  wake(): void;
}

/** The longest pause when nothing at all can be published: broker, sidecar or database are away. */
const longestOutageSeconds = 5;

/**
 * Publishes the outbox until it is stopped: at least once, in order per aggregate, with any number of replicas.
 * An event that fails is put off and only its own aggregate waits. When not one event of a batch gets through, the batch is
 * halved down to one event, which finds the one that no broker takes; when even single events fail the relay backs off.
 *
 * @example
 * const relay = startOutboxRelay({ database, source: "/caravan/order", publish: (events) => sidecar.publish(events) });
 */
export function startOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { batchSize = 100, paceSeconds = 0.025, idleSeconds = 0.5, log } = options;
  const batch = { publishTimeoutSeconds: 10, longestPauseSeconds: 60, ...options };
  const idle = new Pause();
  const pace = new Pause();
  const stopWaking = onWake(() => idle.wake());
  let stopped = false;
  let limit = batchSize;
  let outages = 0;
  let emptyRounds = 0;

  /** Takes note of a round and pauses as long as it advises. */
  async function after(result: BatchResult): Promise<void> {
    for (const failure of result.failed)
      log?.warn(failure, "an event could not be published; it will be tried again");
    if (result.allFailed && limit > 1) {
      limit = Math.max(1, Math.floor(Math.min(limit, result.claimed) / 2));
      return pace.wait(paceSeconds);
    }
    if (result.allFailed) return outage();
    outages = 0;
    const full = result.claimed === limit;
    limit = Math.min(batchSize, limit * 2);
    if (result.claimed > 0) {
      emptyRounds = 0;
      // More may be behind what was just published: look again soon, at once when the batch was full.
      if (full) return;
      return pace.wait(paceSeconds);
    }
    emptyRounds = Math.min(4, emptyRounds + 1);
    await idle.wait(idleSeconds * emptyRounds); // woken: the first event after a quiet time goes out at once
  }

  async function outage(): Promise<void> {
    outages += 1;
    await pace.wait(backoffSeconds(outages, 0.1, longestOutageSeconds));
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        await after(await publishBatch(batch, limit));
      } catch (error) {
        log?.warn({ err: error }, "the outbox cannot be read or updated; it will be tried again");
        await outage();
      }
    }
  }

  const finished = run();
  const lagTimer = setInterval(
    () => {
      outboxLag(options.database).then(options.onLag, () => undefined);
    },
    (options.lagSeconds ?? 5) * 1000,
  );
  if (!options.onLag) clearInterval(lagTimer);

  return {
    wake: () => idle.wake(),
    async stop() {
      stopped = true;
      clearInterval(lagTimer);
      stopWaking();
      idle.wake();
      pace.wake();
      await finished;
    },
  };
}
