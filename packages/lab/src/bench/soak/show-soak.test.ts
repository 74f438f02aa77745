import { expect, test } from "vitest";
import type { Sample } from "./sample.ts";
import { trends } from "./show-soak.ts";

const growing = (of: (minute: number) => Partial<Sample>): string[] =>
  trends(
    Array.from({ length: 12 }, (_, minute) => ({
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
