import { until as untilOf } from "@caravan/toolchain";

/**
 * Polls until the answer is not undefined, so that tests wait for conditions and never for time.
 *
 * @param limitSeconds how long to poll before failing with the last error; generous, since machines are shared
 */
export const until = <T>(what: string, ask: () => Promise<T | undefined>, limitSeconds = 120): Promise<T> =>
  untilOf(what, ask, { timeoutSeconds: limitSeconds, intervalMilliseconds: 250, despiteFaults: true });
