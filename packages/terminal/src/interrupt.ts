/** Ctrl-C, or SIGTERM. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/**
 * Runs work that Ctrl-C, SIGTERM or a closed terminal ends early: its signal aborts, `cleanUp` runs, and `Interrupted` is thrown.
 * A second Ctrl-C ends the process at once.
 */
export const interruptible = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  cleanUp: () => Promise<void>,
): Promise<T> => {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const controller = new AbortController();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const stop = (signal: string) => {
    if (controller.signal.aborted) {
      process.stderr.write("\nEnded at once. ./caravan down cleans up.\n");
      process.exit(130);
    }
    reject(new Interrupted(signal));
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  const result = work(controller.signal);
  try {
    return await Promise.race([result, interrupted]);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    await Promise.race([
      result.catch(() => undefined),
      new Promise((done) => setTimeout(done, 3000).unref()),
    ]);
    await cleanUp();
    throw new Interrupted();
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
};
