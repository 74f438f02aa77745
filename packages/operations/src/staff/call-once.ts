import { randomUUID } from "node:crypto";
import { Option } from "commander";
import { isRefused } from "./staff-api.ts";

/** `--key`: repeats an earlier attempt of {@link callOnce}. @param once what happens once then, such as "the money is refunded" */
export const keyOption = (once: string): Option =>
  new Option("--key <key>", `of an earlier attempt, so that ${once} once`);

/**
 * Calls with the idempotency key of an earlier attempt, or with a new one. Where it is unknown whether the call was done, it says
 * how to repeat it; a refusal stays the same however often it is repeated.
 */
export const callOnce = <Reply>(
  key: string = randomUUID(),
  call: (idempotencyKey: string) => Promise<Reply>,
): Promise<Reply> =>
  call(key).catch((error: unknown) => {
    if (!isRefused(error)) console.error(`It is unknown whether this was done. Repeat it with: --key ${key}`);
    throw error;
  });
