import type { Clock } from "@caravan/release-runner";

/** Pauses between attempts: Alertmanager may be starting anew. Nothing waits for a message, and none is tried for longer. */
const pausesSeconds = [2, 10, 30, 60] as const;

/** Tries until it is told, for about two minutes. @throws what the last attempt threw, or when the signal comes */
export const tellPatiently = async (
  tell: () => Promise<void>,
  clock: Pick<Clock, "pause">,
  signal: AbortSignal,
): Promise<void> => {
  for (const seconds of pausesSeconds) {
    const isTold = await tell().then(
      () => true,
      () => false,
    );
    if (isTold) return;
    await clock.pause(seconds, signal);
  }
  await tell();
};
