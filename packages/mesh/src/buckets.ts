const zeros = (count: number): string => "0".repeat(count);
const nines = (count: number): string => "9".repeat(count);
const anyDigits = (count: number): string => "[0-9]".repeat(count);
const oneOf = (from: number, to: number): string => (from === to ? String(from) : `[${from}-${to}]`);

/** Patterns that together match the numbers from `low` to `high`, both written with the same number of digits. */
const between = (low: string, high: string): string[] => {
  const rest = low.length - 1;
  const [first, last] = [Number(low[0]), Number(high[0])];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (rest === 0) return [oneOf(first, last)];
  if (lowRest === zeros(rest) && highRest === nines(rest)) return [oneOf(first, last) + anyDigits(rest)];
  if (first === last) return between(lowRest, highRest).map((one) => first + one);
  const begins = lowRest === zeros(rest) ? first : first + 1;
  const ends = highRest === nines(rest) ? last : last - 1;
  return [
    ...(begins > first ? between(lowRest, nines(rest)).map((one) => first + one) : []),
    ...(begins <= ends ? [oneOf(begins, ends) + anyDigits(rest)] : []),
    ...(ends < last ? between(zeros(rest), highRest).map((one) => last + one) : []),
  ];
};

/**
 * A regular expression (RE2) for so many buckets in a row, from one on and after the last one from the first on.
 *
 * @param from the first, an integer from 0 to 999
 * @param count how many of the 1000, an integer from 1
 * @example bucketPattern(990, 20) // "99[0-9]|00[0-9]"
 */
export const bucketPattern = (from: number, count: number): string => {
  const digits = (bucket: number): string => String(bucket).padStart(3, "0");
  if (count >= 1000) return anyDigits(3);
  const last = from + count - 1;
  const ranges =
    last < 1000
      ? [[from, last]]
      : [
          [from, 999],
          [0, last - 1000],
        ];
  return ranges.flatMap(([low = 0, high = 0]) => between(digits(low), digits(high))).join("|");
};
