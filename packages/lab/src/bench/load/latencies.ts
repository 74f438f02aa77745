import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";

/** Durations of requests, to three digits in constant space, for any number of them. */
export interface Latencies {
  record(milliseconds: number): void;
  add(other: Latencies): void;
  count(): number;
  /** @returns the percentile in milliseconds; 0 without any request */
  percentile(percent: number): number;
  /** For another process, which decodes it with {@link readLatencies}. */
  encode(): string;
  toJSON(): { p50Milliseconds: number; p99Milliseconds: number; maximumMilliseconds: number };
}

const longestMicroseconds = 120_000_000;

const wrap = (histogram: Histogram): Latencies => {
  const latencies: Latencies = {
    record: (milliseconds) =>
      histogram.recordValue(Math.min(longestMicroseconds, Math.max(1, Math.round(milliseconds * 1000)))),
    add(other) {
      const copy = decodeFromCompressedBase64(other.encode());
      histogram.add(copy);
      copy.destroy();
    },
    count: () => histogram.totalCount,
    percentile: (percent) =>
      histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(percent) / 1000,
    toJSON: () => ({
      p50Milliseconds: latencies.percentile(50),
      p99Milliseconds: latencies.percentile(99),
      maximumMilliseconds: latencies.percentile(100),
    }),
    encode: () => encodeIntoCompressedBase64(histogram),
  };
  return latencies;
};

export const newLatencies = (): Latencies =>
  wrap(
    build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: longestMicroseconds,
      numberOfSignificantValueDigits: 3,
    }),
  );

export const readLatencies = (encoded: string): Latencies => wrap(decodeFromCompressedBase64(encoded));
