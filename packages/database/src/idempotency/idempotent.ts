import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { preparedQuery } from "../prepared.ts";
import { afterCommit, type Transaction } from "../transaction.ts";
import { claimKey, releaseKey, stillMine } from "./claim-key.ts";
import { digest } from "./hash-request.ts";
import { idempotencyTable as table } from "./idempotency-table.ts";
import { keyInProgress } from "./refusals.ts";

/** A response as it is stored and replayed. The body must survive JSON. */
export interface StoredResponse<B = unknown> {
  readonly status: number;
  readonly body: B;
}

/** A response, and whether it was stored earlier; then the reply carries `idempotency-replayed: true`. */
export interface IdempotentResponse<B = unknown> extends StoredResponse<B> {
  readonly replayed: boolean;
}

/** What identifies a request. */
export interface IdempotentOptions {
  readonly database: Database;
  /** Whose key it is: route and shopper, so that no shopper replays another's response. */
  readonly scope: string;
  /** The `Idempotency-Key` header. */
  readonly key: string;
  /** From {@link hashRequest}. */
  readonly requestHash: string;
  /** Makes the id of what the work creates; called at the first attempt, kept for every later one. */
  readonly newResourceId: () => string;
  /** How long the work may take before another attempt may take it over; longer than its deadline. default 30. */
  readonly leaseSeconds?: number;
  /** How long the response is kept for replay; default 24 hours. */
  readonly keepSeconds?: number;
}

/** What the work gets. */
export interface IdempotentWork<B> {
  /** The same at every attempt with this key: give it to callees, so that they recognise a repetition. */
  readonly resourceId: string;
  /** Stores the response in the transaction of the effect: both are there or neither. Exactly once, last in it. */
  complete(tx: Transaction, response: StoredResponse<B>): Promise<void>;
}

/** The right to do a request's work, until disposed: a key that has no response by then is free for another attempt. */
export interface IdempotencyClaim<B> extends IdempotentWork<B>, AsyncDisposable {
  /** Stores a response that belongs to no effect; does nothing after `complete`. */
  finish(response: StoredResponse<B>): Promise<void>;
}

const store = preparedQuery((queries) =>
  queries
    .update(table)
    .set({
      leaseUntil: null,
      responseStatus: sql`${sql.placeholder("status")}`,
      responseBody: sql`${sql.placeholder("body")}`,
    })
    .where(stillMine)
    .prepare(),
);

/**
 * Does the work of a request once, however often it is sent: costs one insert before, and one update inside the
 * effect's own transaction. When the work throws (a refusal as well as a fault) nothing was stored: the key is free
 * for another attempt with the same request, and that attempt gets the same `resourceId`. So does one that takes over
 * after a crash, once the lease has ended; the slower of two can then not complete any more.
 *
 * @throws Refusal `idempotency-key-reused` (other request), `idempotency-key-in-progress` (running)
 * @example
 * const response = await idempotent(
 *   { database, scope: `placeOrder:${shopper}`, key, requestHash: hashRequest(body), newResourceId: () => newId("ord") },
 *   async ({ resourceId, complete }) => {
 *     await inventory.reserve({ orderId: resourceId });
 *     return database.transaction(async (tx) => {
 *       const response = { status: 201, body: await insertOrder(tx, resourceId) };
 *       await complete(tx, response);
 *       return response;
 *     });
 *   },
 * );
 */
export const idempotent = async <B>(
  options: IdempotentOptions,
  work: (claim: IdempotentWork<B>) => Promise<StoredResponse<B>>,
): Promise<IdempotentResponse<B>> => {
  const claim = await claimRequest<B>(options);
  if ("status" in claim) return { ...claim, replayed: true };
  await using held = claim;
  const response = await work(held);
  await held.finish(response);
  return { ...response, replayed: false };
};

/**
 * The same for work that reads straight down: claims the key of a request, or gives the response that was stored under it.
 *
 * @throws Refusal `idempotency-key-reused` (other request), `idempotency-key-in-progress` (running)
 * @example
 * const claimed = await claimRequest<Order>(options);
 * if ("status" in claimed) return claimed;
 * await using claim = claimed;
 * await database.transaction(async (tx) => claim.complete(tx, { status: 201, body: await insertOrder(tx, claim.resourceId) }));
 */
export const claimRequest = async <B>(
  options: IdempotentOptions,
): Promise<StoredResponse<B> | IdempotencyClaim<B>> => {
  const { database, scope, key, leaseSeconds = 30, keepSeconds = 24 * 3600 } = options;
  const claim = await claimKey(database, {
    id: digest(scope, key),
    requestHash: options.requestHash,
    newResourceId: options.newResourceId,
    leaseSeconds,
    keepSeconds: Math.max(keepSeconds, leaseSeconds),
  });
  if ("response" in claim) return claim.response as StoredResponse<B>;
  let completed = false;
  const { id, owner, resourceId } = claim;
  const complete = async (tx: Transaction, { status, body }: StoredResponse<B>) => {
    const [stored] = await store(tx).execute({ id, owner, status, body: JSON.stringify(body ?? null) });
    // Another attempt took the key over: throwing rolls this effect back, so that only the other one stays.
    if (stored.affectedRows !== 1) throw keyInProgress();
    afterCommit(tx, () => {
      completed = true;
    });
  };
  return {
    resourceId,
    complete,
    async finish(response) {
      if (!completed) await database.transaction((tx) => complete(tx, response));
    },
    async [Symbol.asyncDispose]() {
      // If this fails, the lease expires. When the commit's outcome is unknown and it did happen, the response is
      // stored and nothing is freed.
      if (!completed) await releaseKey(database, claim).catch(() => undefined);
    },
  };
};
