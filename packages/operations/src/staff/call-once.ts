import { randomUUID } from "node:crypto";
import { Option } from "commander";

/** `--key`: repeats an earlier attempt of {@link callOnce}. @param once what happens once then, such as "the money is refunded" */
export const keyOption = (once: string): Option =>
  new Option("--key <key>", `of an earlier attempt, so that ${once} once`);

/**
 * Calls with the idempotency key of an earlier attempt, or with a new one. A failure says how to repeat the call: its outcome may be
 * unknown.
 */
export const callOnce = <Reply>(
  key: string = randomUUID(),
  call: (idempotencyKey: string) => Promise<Reply>,
): Promise<Reply> =>
  call(key).catch((error: unknown) => {
    console.error(`To repeat this when the outcome is unknown, add: --key ${key}`);
    throw error;
  });
