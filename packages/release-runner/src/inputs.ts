/** What releases are told, in the order in which it came. */
export interface Inputs<Told> {
  put(told: Told): void;
  /** Ends them with this error: they cannot go on by themselves. */
  fail(error: unknown): void;
  /** The next one; undefined when there is none for so long, or the signal came. @throws what `fail` was given */
  next(milliseconds: number): Promise<Told | undefined>;
}

/** A queue between what releases wait for and their engine. At most one answer of each effect is under way, so it stays short. */
export const inputsOf = <Told>(signal: AbortSignal): Inputs<Told> => {
  const waiting: Told[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  signal.addEventListener("abort", () => wake(), { once: true });
  return {
    put(told) {
      waiting.push(told);
      wake();
    },
    fail(error) {
      failure ??= { error };
      wake();
    },
    async next(milliseconds) {
      if (waiting.length === 0 && !failure && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      if (failure) throw failure.error;
      return waiting.shift();
    },
  };
};
