/**
 * Seconds to wait after the given number of failures in a row: doubling from the first pause up to the longest, and
 * a random half of it taken off, so that replicas and rows do not come back all at once.
 *
 * @param jitter from 0, which takes half of the pause off, to 1, which leaves it whole
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
