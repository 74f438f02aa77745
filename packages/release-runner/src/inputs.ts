import type { Input } from "@caravan/release-engine";

/** What a release is told, in the order in which it came. */
export interface Inputs {
  put(input: Input): void;
  /** Ends the release with this error: it cannot go on by itself. */
  fail(error: unknown): void;
  /** The next one; undefined when there is none for so long, or the signal came. @throws what `fail` was given */
  next(milliseconds: number): Promise<Input | undefined>;
}

/** A queue between what a release waits for and its engine. At most one answer of each effect is under way, so it stays short. */
export const inputsOf = (signal: AbortSignal): Inputs => {
  const waiting: Input[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  signal.addEventListener("abort", () => wake(), { once: true });
  return {
    put(input) {
      waiting.push(input);
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
