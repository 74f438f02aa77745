import { backoffSeconds } from "@caravan/contracts";
import type { Database } from "@caravan/database";
import { claimCallbacks, oldestCallback, postpone, removeCallbacks } from "./callback-rows.ts";
import { mostAtOnce, newPace, type Pace } from "./pace.ts";
import { isImmediate, type PlannedCallback } from "./plan-callback.ts";
import { type Post, postSigned } from "./post-signed.ts";

/** Most callbacks waiting in memory; further ones stay in the database until there is room. */
const mostWaiting = 1000;
const giveUpSeconds = 24 * 60 * 60;
const longestPauseSeconds = 60;

/** Delivers callbacks at least once: until the receiver answers 2xx, for a day. */
export interface CallbackSender {
  /** Sends committed callbacks that are due; delayed ones are left to a later round. */
  send(callbacks: readonly PlannedCallback[]): void;
  /** Claims due callbacks from the database: delayed, failed before, or of a process that died. */
  sendDue(): Promise<void>;
  /** Age of the oldest callback not yet delivered, of all replicas; 0 when there is none. For the metrics. */
  oldestSeconds(): Promise<number>;
  /** Resolves when no callback is waiting in memory or being sent. */
  settled(): Promise<void>;
  /** Claims no more; resolves when callbacks being sent are done. The rest stays in the database. */
  stop(): Promise<void>;
}

/** What {@link openCallbackSender} needs. */
export interface CallbackSenderOptions {
  readonly database: Database;
  /** The header for the signature. */
  readonly header: string;
  readonly sign: (body: string, now: Date) => string;
  readonly now: () => Date;
  readonly log: { warn(fields: object, message: string): void };
  /** Called with every attempt, for the metrics. */
  readonly count?: (outcome: CallbackOutcome) => void;
  /** For tests. */
  readonly post?: Post;
  readonly pace?: Pace;
}

/** The outcome of an attempt to deliver a callback; `held-back` means that the receiver asked for fewer. */
export type CallbackOutcome = "delivered" | "failed" | "held-back" | "given-up";

/** Makes the sender of one process; call `sendDue` periodically. Any number of replicas may run one. */
export const openCallbackSender = (options: CallbackSenderOptions): CallbackSender => {
  const { log, now, count = () => {} } = options;
  const { drizzle } = options.database;
  const { post = postSigned, pace = newPace() } = options;
  const waiting: PlannedCallback[] = [];
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  const remove = options.database.gather(
    async (ids: readonly string[]) => {
      await removeCallbacks(drizzle, ids);
      return ids;
    },
    { most: mostAtOnce, keysOf: (id) => [id] },
  );

  const deliver = async (callback: PlannedCallback): Promise<void> => {
    const { id, url, body } = callback;
    const signature = options.sign(body, now());
    const refusal = await post({ url, body, header: options.header, signature });
    if (refusal === undefined) {
      pace.accepted();
      count("delivered");
      await remove(id);
      return;
    }
    const { failure, retryAfterSeconds } = refusal;
    const again = retryAfterSeconds === undefined ? undefined : pace.tooMany(retryAfterSeconds, now());
    const attempts = callback.attempts + (again === undefined ? 1 : 0);
    const age = now().getTime() - callback.createdAt.getTime();
    if (age >= giveUpSeconds * 1000) {
      count("given-up");
      log.warn({ callback: id, attempts, failure }, "a callback was given up");
      await remove(id);
      return;
    }
    count(again === undefined ? "failed" : "held-back");
    const pauseSeconds = backoffSeconds(attempts, 1, longestPauseSeconds);
    await postpone(drizzle, { id, attempts }, again ?? new Date(now().getTime() + pauseSeconds * 1000));
  };

  const proceed = (): void => {
    while (!stopped && underWay.size < pace.atOnce(now())) {
      const callback = waiting.shift();
      if (callback === undefined) return;
      const work: Promise<void> = deliver(callback)
        .catch((error: unknown) => log.warn({ err: error, callback: callback.id }, "its lease will end"))
        .finally(() => {
          underWay.delete(work);
          proceed();
        });
      underWay.add(work);
    }
  };

  const room = (): number => Math.max(0, mostWaiting - waiting.length);

  /** Beyond the room there is, they stay in the database until their lease ends. */
  const take = (callbacks: readonly PlannedCallback[]): void => {
    waiting.push(...callbacks.slice(0, room()));
    proceed();
  };

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  return {
    send: (callbacks) => take(callbacks.filter(isImmediate)),
    async sendDue() {
      proceed(); // after a pause
      while (!stopped && room() > 0 && pace.atOnce(now()) > 0) {
        const limit = Math.min(room(), 100);
        const due = await claimCallbacks(options.database, now(), limit);
        take(due);
        if (due.length < limit) return;
      }
    },
    async oldestSeconds() {
      const since = await oldestCallback(drizzle);
      return since === undefined ? 0 : (now().getTime() - since.getTime()) / 1000;
    },
    settled,
    async stop() {
      stopped = true;
      await settled();
    },
  };
};
