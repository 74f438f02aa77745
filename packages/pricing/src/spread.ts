/** `amount` × `part` ÷ `whole`, rounded down, however large the product is. @throws RangeError when `whole` is 0 */
export const shareOf = (amount: number, part: number, whole: number): number =>
  Number((BigInt(amount) * BigInt(part)) / BigInt(whole));

const remainderOf = (amount: number, part: number, whole: number): bigint =>
  (BigInt(amount) * BigInt(part)) % BigInt(whole);

/**
 * Divides an amount in proportion to these weights, to the cent, by the method of the largest remainder; of equal remainders the first
 * gets the cent. No share is larger than its weight, as long as the amount is not larger than their sum.
 */
export const spread = (amount: number, weights: readonly number[]): number[] => {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  const shares = weights.map((weight) => shareOf(amount, weight, whole));
  const rest = amount - shares.reduce((sum, share) => sum + share, 0);
  const lucky = weights
    .map((weight, at) => ({ at, remainder: remainderOf(amount, weight, whole) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1))
    .slice(0, rest)
    .map(({ at }) => at);
  return shares.map((share, at) => share + (lucky.includes(at) ? 1 : 0));
};
