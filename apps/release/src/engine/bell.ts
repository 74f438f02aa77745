/** Wakes what waits in this process; what another process does is found by looking now and then. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, after so many seconds, or when the signal comes. Never rejects. */
  next(seconds: number, signal?: AbortSignal): Promise<void>;
}

export const createBell = (): Bell => {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of waiting) wake();
    },
    next: (seconds, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, seconds * 1000);
        waiting.add(wake);
        if (signal?.aborted) wake();
        else signal?.addEventListener("abort", wake);
      }),
  };
};
