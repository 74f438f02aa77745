import { expect, test } from "vitest";
import type { Sample } from "./sample.ts";
import { trends } from "./show-soak.ts";

const growing = (of: (minute: number) => Partial<Sample>, length = 12): string[] =>
  trends(
    Array.from({ length }, (_, minute) => ({
      ...{ memory: {}, redisMebibytes: 10, bufferPoolMebibytes: 0, streamEntries: 1_000 },
      ...{ unheard: { entries: 0, mebibytes: 0 }, streamBacklog: 0, queuedRows: 0, keptRows: 0 },
      ...of(minute),
    })),
  ).flatMap(({ name, trend }) => (trend.flat ? [] : [name]));

test("stores that fill what they were given are flat: the pool, and streams that the broker keeps to their limit", () => {
  expect(
    growing((minute) => ({
      memory: { "data stores": 80 + 12 * minute + minute },
      ...{ bufferPoolMebibytes: 12 * minute, redisMebibytes: 10 + minute },
      streamEntries: 1_000 + 1_200 * minute,
      unheard: { entries: 1_200 * minute, mebibytes: minute },
    })),
  ).toEqual([]);
});

test("streams that groups hear, other data of Redis and other memory of a store are not", () => {
  expect(
    growing((minute) => ({
      memory: { "data stores": 80 + 13 * minute },
      redisMebibytes: 10 + minute,
      streamEntries: 1_000 + 1_200 * minute,
    })),
  ).toEqual([
    "memory of data stores beside their data, MiB",
    "Redis data beside unheard streams, MiB",
    "entries of heard streams",
  ]);
});

test("a short run is not said to grow because deliveries begin in its second minute", () => {
  const entries = [1_228, 1_403, 1_790, 1_805, 1_781];
  expect(growing((minute) => ({ streamEntries: entries[minute] ?? 0 }), entries.length)).toEqual([]);
});

test("a pool that is full and evicts pages does not make other memory of the store look larger", () => {
  const pool = (minute: number) => (minute < 6 ? 100 + 15 * minute : 165);
  expect(
    growing((minute) => ({
      memory: { "data stores": 150 + Math.min(100 + 15 * minute, 192) },
      bufferPoolMebibytes: minute === 6 ? 190 : pool(minute),
    })),
  ).toEqual([]);
});
