import { setTimeout as sleep } from "node:timers/promises";
import type { Connections } from "./connections.ts";
import { databaseBusy, isLockTimeout, isRetryable, translateError } from "./errors.ts";
import type { Connection } from "./held-connection.ts";
import { type Patience, withPatience } from "./patience.ts";
import { type Queries, queriesOver } from "./session.ts";

declare const open: unique symbol;

/**
 * Drizzle inside one open transaction. A type of its own, so that what belongs in a transaction (`appendOutbox`,
 * `onceOnly`) cannot be called without one. Every query must be awaited before the transaction's function ends.
 */
export interface Transaction extends Queries {
  readonly [open]: true;
}

/** How a transaction behaves when other transactions block it. */
export interface TransactionOptions {
  /** Most runs of the function when the server reports deadlocks; default 5. After a lock timeout 3 times. */
  readonly attempts?: number;
}

/** Per open transaction: what is to be called once it is committed. */
const afterCommitCalls = new WeakMap<object, Set<() => void>>();

/**
 * Calls the function once the transaction is committed; never when it rolls back. The same function given twice is
 * called once. It must not throw.
 */
export const afterCommit = (tx: Transaction, call: () => void): void => {
  const calls = afterCommitCalls.get(tx);
  if (!calls) throw new Error("afterCommit needs an open transaction; this one has ended");
  calls.add(call);
};

/** The drizzle object of each physical connection, made once, so that prepared queries live as long as it does. */
const transactionOf = new WeakMap<object, Transaction>();

const transactionOver = (connection: Connection): Transaction => {
  const known = transactionOf.get(connection.identity);
  if (known) return known;
  const tx = queriesOver(connection) as Transaction;
  transactionOf.set(connection.identity, tx);
  return tx;
};

/**
 * Runs the function in a transaction, again after a deadlock or lock timeout, with a growing random pause between, until
 * its time is up.
 */
export const runTransaction = <T>(
  connections: Connections,
  work: (tx: Transaction) => Promise<T>,
  { attempts = 5 }: TransactionOptions = {},
): Promise<T> => {
  const patience = connections.patience();
  const run = async (): Promise<T> => {
    for (let attempt = 1, waits = 0; ; attempt += 1) {
      try {
        return await runOnce(connections, work, patience);
      } catch (thrown) {
        const error = translateError(thrown);
        if (!isRetryable(error)) throw error;
        if (isLockTimeout(error)) waits += 1;
        const pause = Math.random() * 10 * 2 ** attempt;
        const left = patience.deadlineAt - Date.now() - pause - 1000 * Math.sign(waits);
        if (attempt >= attempts || waits > patience.lockRetries || left < 0) throw databaseBusy(error);
        await sleep(pause);
      }
    }
  };
  // Every statement of the transaction shares its time, also when it begins close to the caller's end.
  return withPatience(patience, run);
};

const runOnce = async <T>(
  connections: Connections,
  work: (tx: Transaction) => Promise<T>,
  { lockWaitSeconds }: Patience,
): Promise<T> => {
  const connection = await connections.acquire();
  const tx = transactionOver(connection);
  const calls = new Set<() => void>();
  afterCommitCalls.set(tx, calls);
  let usable = false;
  try {
    await connection.waitForLocks(lockWaitSeconds);
    await connection.control("begin");
    const result = await work(tx);
    await connection.control("commit");
    usable = true;
    for (const call of calls) call();
    return result;
  } catch (error) {
    // Also after a lock timeout, which undoes only its statement. Without an answer the connection's state is unknown.
    usable = await connection.control("rollback").then(
      () => true,
      () => false,
    );
    throw error;
  } finally {
    afterCommitCalls.delete(tx);
    if (usable) connection.release();
    else connection.destroy();
  }
};
