import type { PoolConnection, QueryOptions } from "mysql2";
import { deadlineExceeded, isElsewhere } from "./errors.ts";
import type { Patience } from "./patience.ts";
import { lockWaitStatement } from "./session-settings.ts";

/** The result of a statement, in the shape of mysql2's promise API. */
export type Reply = [result: unknown, fields: unknown];

/** One connection, held until it is released or destroyed. */
export interface Connection {
  /** Stays the same object for the life of the physical connection: prepared queries are kept by it. */
  readonly identity: object;
  /** A statement of the current work, within its time. */
  query(options: QueryOptions, values?: QueryOptions["values"]): Promise<Reply>;
  /** `begin`, `commit` and the like: must complete even when the caller has stopped waiting. */
  control(sql: string): Promise<void>;
  /** Sets how long statements wait for locks from now on. */
  waitForLocks(seconds: Patience["lockWaitSeconds"]): Promise<void>;
  release(): void;
  /** Closes the connection instead of returning it to the pool: its state is unknown. */
  destroy(): void;
}

/** What a held connection needs to know of its pool. */
export interface Holding {
  readonly statementMilliseconds: number;
  readonly patience: () => Patience;
  /** Called when the server turns out not to be the primary any more. */
  readonly onElsewhere: () => void;
  /** Called when a statement is abandoned that the server still executes. */
  readonly onGivenUp: (threadId: number) => void;
}

/** What is known of a physical connection: how long its session waits for locks, and whether it is closed. */
const sessions = new WeakMap<PoolConnection, { lockWaitSeconds: number; closed: boolean }>();

/** Wraps a connection out of the pool. One that must not be used again is closed, never returned. */
export const hold = (connection: PoolConnection, holding: Holding): Connection => {
  const session = sessions.get(connection) ?? { lockWaitSeconds: 1, closed: false };
  sessions.set(connection, session);

  const destroy = () => {
    if (session.closed) return;
    session.closed = true;
    connection.destroy();
  };
  const send = (options: QueryOptions, values: QueryOptions["values"], timeout: number): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const statement = { ...options, ...(values === undefined ? {} : { values }), timeout };
      connection.query(statement, (error, result, fields) => {
        if (!error) return resolve([result, fields]);
        if (error.code === "PROTOCOL_SEQUENCE_TIMEOUT") {
          // Its reply may still come: the connection is unusable, and the statement must be killed.
          destroy();
          holding.onGivenUp(connection.threadId);
          if (timeout < holding.statementMilliseconds) return reject(deadlineExceeded());
        } else if (isElsewhere(error)) {
          destroy();
          holding.onElsewhere();
        }
        reject(error);
      });
    });
  const control = async (sql: string): Promise<void> => {
    await send({ sql }, undefined, holding.statementMilliseconds);
  };

  return {
    identity: connection,
    query: async (options, values) => {
      const left = holding.patience().deadlineAt - Date.now();
      if (left <= 0) throw deadlineExceeded();
      return send(options, values, Math.min(holding.statementMilliseconds, Math.ceil(left)));
    },
    control,
    async waitForLocks(seconds) {
      if (session.lockWaitSeconds === seconds) return;
      await control(lockWaitStatement(seconds));
      session.lockWaitSeconds = seconds;
    },
    release: () => {
      if (!session.closed) connection.release();
    },
    destroy,
  };
};
