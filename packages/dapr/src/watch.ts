import * as v from "valibot";

/** A running watch. */
export interface Watch<T> {
  /** The last valid values; undefined until the first were read. */
  current(): T | undefined;
  stop(): void;
}

/** Options of watches. */
export interface WatchOptions {
  /** Seconds between two polls: a random number between these, so that replicas do not poll in step. */
  readonly pollSeconds: { readonly from: number; readonly to: number };
  /** Called with errors of background work: a value that does not fit, a store that does not answer. */
  readonly onFault: (error: Error) => void;
}

/**
 * Keeps the values of some keys up to date. Every push and every poll reads all keys again and goes through the same check,
 * so a push that is lost, late or doubled does no harm.
 */
export const watchKeys = <S extends v.GenericSchema>(watch: {
  readonly keys: readonly string[];
  readonly schema: S;
  readonly onChange: (values: v.InferOutput<S>) => void;
  readonly options: WatchOptions;
  readonly get: (keys: readonly string[]) => Promise<Record<string, string>>;
  readonly subscribe: () => Promise<string>;
  readonly unsubscribe: (id: string) => Promise<void>;
}): Watch<v.InferOutput<S>> & { changed(key: string): void } => {
  const { from, to } = watch.options.pollSeconds;
  let stopped = false;
  let current: v.InferOutput<S> | undefined;
  let seen: string | undefined;
  let subscription: string | undefined;
  let pushed = false;
  let running = false;
  let timer: NodeJS.Timeout | undefined;

  const fault = (what: string, cause: unknown): void => {
    if (!stopped)
      watch.options.onFault(new Error(`configuration ${watch.keys.join(", ")}: ${what}`, { cause }));
  };

  /** Applies new valid values; true when the store's values have changed. */
  const read = async (): Promise<boolean> => {
    const values = await watch.get(watch.keys);
    const text = JSON.stringify(Object.entries(values).sort());
    if (stopped || text === seen) return false;
    seen = text;
    const parsed = v.safeParse(watch.schema, values);
    if (parsed.success) {
      current = parsed.output;
      watch.onChange(parsed.output);
    } else fault("the values do not fit; the last valid ones stay in force", parsed.issues);
    return true;
  };

  const unsubscribe = async (): Promise<void> => {
    const id = subscription;
    subscription = undefined;
    if (id !== undefined) await watch.unsubscribe(id).catch(() => {}); // daprd forgets it when it restarts
  };

  const subscribe = async (): Promise<void> => {
    try {
      subscription = await watch.subscribe();
      if (stopped) await unsubscribe();
    } catch (error) {
      fault("no subscription; polling goes on", error);
    }
  };

  const round = async (): Promise<void> => {
    const first = seen === undefined;
    const wasPushed = pushed;
    pushed = false;
    try {
      const changed = await read();
      // A change without a push: the subscription has died, as it does when daprd or the store restarts.
      if (changed && !wasPushed && !first) await unsubscribe();
    } catch (error) {
      fault("the store does not answer", error);
      await unsubscribe();
    }
    if (!stopped && subscription === undefined) await subscribe();
  };

  const next = (): void => {
    clearTimeout(timer);
    if (stopped) return;
    const seconds = pushed ? 0 : from + Math.random() * (to - from);
    timer = setTimeout(run, seconds * 1_000).unref();
  };
  const run = (): void => {
    if (running) return;
    running = true;
    void round().finally(() => {
      running = false;
      next();
    });
  };
  run();

  return {
    current: () => current,
    changed(key) {
      if (stopped || !watch.keys.includes(key)) return;
      pushed = true;
      clearTimeout(timer);
      run();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      void unsubscribe();
    },
  };
};
