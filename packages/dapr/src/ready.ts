import { setTimeout as sleep } from "node:timers/promises";
import { sidecarUnavailable } from "./refusals.ts";
import type { Transport } from "./transport.ts";

const pollMilliseconds = 100;
const probe = { method: "GET", path: "/v1.0/healthz/outbound", timeoutSeconds: 2 } as const;

/**
 * Waits until the sidecar has loaded its components and can be called. It polls `/v1.0/healthz/outbound`, which does not
 * wait for the app's own port as `/v1.0/healthz` does.
 *
 * @throws Refusal `sidecar-unavailable` after `startTimeoutSeconds`; the signal's reason when it aborts
 */
export const awaitReady = async (
  transport: Transport,
  startTimeoutSeconds: number,
  signal?: AbortSignal,
): Promise<void> => {
  const endsAt = Date.now() + startTimeoutSeconds * 1_000;
  for (;;) {
    signal?.throwIfAborted();
    const state = await transport.send(probe, undefined).then(
      ({ status, body }) => (status < 300 ? "ready" : new Error(`status ${status}: ${body}`)),
      (error: unknown) => error,
    );
    if (state === "ready") return;
    if (Date.now() >= endsAt)
      throw sidecarUnavailable(new Error("the sidecar is not ready", { cause: state }));
    await sleep(pollMilliseconds, undefined, signal ? { signal } : {});
  }
};
