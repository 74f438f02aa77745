import { setTimeout as sleep } from "node:timers/promises";
import { backoffSeconds } from "@caravan/contracts";
import * as v from "valibot";
import { componentNames } from "./component-names.ts";
import { sidecarUnavailable } from "./refusals.ts";
import type { sdkBlocks } from "./sdk.ts";

const Secret = v.record(v.string(), v.string());

/** Reads one secret: its keys and values. */
export type ReadSecret = (name: string) => Promise<Record<string, string>>;

/**
 * Makes {@link ReadSecret}. Services read their secrets while they start, when the sidecar may still be loading its
 * components, so a failed read is tried again until `startTimeoutSeconds` are over.
 *
 * @throws Refusal `sidecar-unavailable`, its cause naming the secret
 */
export const createReadSecret =
  (blocks: ReturnType<typeof sdkBlocks>, startTimeoutSeconds: number): ReadSecret =>
  async (name) => {
    const endsAt = Date.now() + startTimeoutSeconds * 1_000;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return v.parse(Secret, await blocks.secret.get(componentNames.secrets, name));
      } catch (error) {
        const waitMilliseconds = 1_000 * backoffSeconds(attempt, 0.05, 1);
        if (Date.now() + waitMilliseconds > endsAt) {
          throw sidecarUnavailable(new Error(`secret ${name} could not be read`, { cause: error }));
        }
        await sleep(waitMilliseconds);
      }
    }
  };
