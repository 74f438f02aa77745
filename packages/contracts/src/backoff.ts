/**
 * Seconds to wait after the given number of failures in a row: doubling from the first pause up to the longest, with
 * up to half of it subtracted at random, so that replicas and rows are not retried all at once.
 *
 * @param jitter from 0, which subtracts half of the pause, to 1, which keeps it whole
 */
export const backoffSeconds = (
  failures: number,
  firstSeconds: number,
  longestSeconds: number,
  jitter: number = Math.random(),
): number => {
  const full = Math.min(longestSeconds, firstSeconds * 2 ** Math.max(0, failures - 1));
  return (full * (1 + jitter)) / 2;
};
